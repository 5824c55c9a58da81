import { useSyncExternalStore } from "react";
import { locale, subscribe, type Language } from "./say";

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => locale);
}
