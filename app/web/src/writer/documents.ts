import { graphql, type ResultOf } from "../api/graphql";

const WRITER = graphql(`
  fragment Standing on Writer {
    __typename
    kind
    sentence
    advice
    bytesDone
    bytesTotal
    canDecline
    canAccept
  }
`);

export const WHO_WRITES = graphql(
  `
    query WhoWrites {
      writer {
        ...Standing
      }
    }
  `,
  [WRITER],
);

export const RECORD = graphql(`
  query WriterRecord {
    writer {
      record {
        questions
        fallbackShare
        medianSeconds
        rejections {
          code
          count
        }
      }
    }
  }
`);

export const DECLINE = graphql(
  `
    mutation DeclineWriterModel {
      declineWriterModel {
        ...Standing
      }
    }
  `,
  [WRITER],
);

export const ACCEPT = graphql(
  `
    mutation AcceptWriterModel {
      acceptWriterModel {
        ...Standing
      }
    }
  `,
  [WRITER],
);

export type Standing = ResultOf<typeof WRITER>;
export type Record = ResultOf<typeof RECORD>["writer"]["record"];
