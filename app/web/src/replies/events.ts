import { graphql, type ResultOf } from "../api/graphql";

export const REPLY_GROUNDS = graphql(`
  fragment ReplyGrounds on ReplyFinishedEvent {
    basis
    sources {
      kind
      title
      text
      pairId
      materialId
    }
    unfounded {
      text
      start
      end
    }
  }
`);

/** What a reply stands on. */
export type Grounds = ResultOf<typeof REPLY_GROUNDS>;
export type Source = Grounds["sources"][number];
export type Unfounded = Grounds["unfounded"][number];
