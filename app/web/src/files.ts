import { say } from "./language/say";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "./api/graphql";

const FORMATS = graphql(`
  query ExchangeFormats {
    exchangeFormats {
      format
      title
      purpose
      suffixes
    }
  }
`);

export type FormatInfo = ResultOf<typeof FORMATS>["exchangeFormats"][number];

/** The formats that the server reads, and the ends of names of such files for a file chooser. */
export function useFormats(): { formats: FormatInfo[]; accept: string } {
  const [{ data }] = useQuery({ query: FORMATS, requestPolicy: "cache-first" });
  const formats = data?.exchangeFormats ?? [];
  const suffixes = new Set(formats.flatMap((format) => format.suffixes));
  return { formats, accept: [...suffixes, ".gz"].join(",") };
}

/** A file's bytes as they are: the server finds out what they mean. */
export async function base64Of(file: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === "string" ? reader.result : "");
    reader.onerror = () => reject(new Error(say.topics.fileUnreadable));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}
