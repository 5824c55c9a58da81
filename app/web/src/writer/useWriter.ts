import { useEffect } from "react";
import { useQuery } from "../api/useQuery";
import { WHO_WRITES, type Standing } from "./documents";
import { fetched } from "./words";

const LOOK_AGAIN_MS = { fetching: 2_000, else: 30_000 };

/** Who plays the customers, as it changes; null before it is known. */
export function useWriter(): Standing | null {
  const [{ data }, reload] = useQuery({ query: WHO_WRITES });
  const writer = data?.writer ?? null;
  const wait = writer && fetched(writer) !== null ? LOOK_AGAIN_MS.fetching : LOOK_AGAIN_MS.else;
  useEffect(() => {
    const timer = setInterval(() => reload({ requestPolicy: "network-only" }), wait);
    return () => clearInterval(timer);
  }, [reload, wait]);
  return writer;
}
