import { useEffect } from "react";
import { useQuery } from "../api/useQuery";
import { BASE_MODELS, type BaseModel } from "./documents";

const LOOK_AGAIN_MS = { fetching: 2_000, else: 30_000 };

/** The base models of this installation, as they change; null before they are known. */
export function useBaseModels(): BaseModel[] | null {
  const [{ data }, reload] = useQuery({ query: BASE_MODELS, requestPolicy: "cache-and-network" });
  const models = data?.baseModels ?? null;
  const wait = models?.some((model) => model.state === "FETCHING") ? LOOK_AGAIN_MS.fetching : LOOK_AGAIN_MS.else;
  useEffect(() => {
    const timer = setInterval(() => reload({ requestPolicy: "network-only" }), wait);
    return () => clearInterval(timer);
  }, [reload, wait]);
  return models;
}
