from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "topic" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(120) NOT NULL,
    "category" VARCHAR(16) NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "source" VARCHAR(16) NOT NULL,
    "questions" JSONB NOT NULL,
    "is_on" BOOL NOT NULL,
    "agreement" DOUBLE PRECISION,
    "measured_for" INT,
    "created_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_topic_agent_i_21fad4" UNIQUE ("agent_id", "name")
);
COMMENT ON COLUMN "topic"."category" IS 'GENERAL: general\nTECHNICAL: technical\nBILLING: billing\nACCOUNT: account\nCOMPLAINT: complaint\nEDGE_CASE: edge_case';
COMMENT ON COLUMN "topic"."source" IS 'PERSON: person\nMODEL: model\nPAGES: pages\nTICKETS: tickets\nREAL_USE: real_use\nPACK: pack';
COMMENT ON TABLE "topic" IS '`name` is in the agent''s language, as a heading would say it. `agreement` is how sure version `measured_for` was';
        ALTER TABLE "agent" ADD "language" VARCHAR(8) NOT NULL DEFAULT '';
        ALTER TABLE "agent" ADD "description_read" BOOL NOT NULL DEFAULT False;
        ALTER TABLE "agent" ADD "topics_wanted" BOOL NOT NULL DEFAULT False;
        ALTER TABLE "agent" ADD "customers" JSONB NOT NULL DEFAULT '[]';
        ALTER TABLE "agent" ALTER COLUMN "customers" DROP DEFAULT;
        ALTER TABLE "generated_query" ADD "rejections" JSONB NOT NULL DEFAULT '[]';
        ALTER TABLE "generated_query" ALTER COLUMN "rejections" DROP DEFAULT;
        ALTER TABLE "generated_query" ADD "needs_topics" BOOL NOT NULL DEFAULT False;
        -- What was typed for a session, or answered, is a topic from now on; the trade that was guessed goes. The
        -- description is read, and its language found, when the next question is written.
        INSERT INTO "topic" ("id", "agent_id", "name", "category", "weight", "source", "questions", "is_on",
            "agreement", "measured_for", "created_at")
        SELECT gen_random_uuid(), "agent_id", "name", (array_agg("category" ORDER BY "n" DESC))[1], 1.0,
            CASE WHEN bool_or("typed") THEN 'person' ELSE 'pack' END, '[]', True, NULL, NULL, now()
        FROM (
            SELECT q."agent_id", left(q."plan"->>'topic', 120) AS "name", q."category", count(*) AS "n", False AS "typed"
            FROM "generated_query" q WHERE q."status" = 'answered' AND coalesce(q."plan"->>'topic', '') <> ''
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT s."agent_id", left(t."name", 120), 'general', 0, True
            FROM "session" s, jsonb_array_elements_text(s."topics") AS t("name") WHERE t."name" <> ''
        ) AS "found" GROUP BY "agent_id", "name";
        UPDATE "topic" t SET "agreement" = c."agreement", "measured_for" = c."number" FROM (
            SELECT DISTINCT ON ("agent_id", "topic") * FROM "confidence" ORDER BY "agent_id", "topic", "measured_at" DESC
        ) c WHERE c."agent_id" = t."agent_id" AND c."topic" = t."name";
        DROP TABLE IF EXISTS "confidence";
        CREATE TABLE IF NOT EXISTS "open_question" (
    "id" UUID NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    "count" INT NOT NULL,
    "is_proposed" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_asked_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "pair_id" UUID REFERENCES "training_pair" ("id") ON DELETE SET NULL,
    CONSTRAINT "uid_open_questi_agent_i_3e1b1a" UNIQUE ("agent_id", "key")
);
CREATE INDEX IF NOT EXISTS "idx_open_questi_agent_i_4b5555" ON "open_question" ("agent_id", "last_asked_at");
COMMENT ON TABLE "open_question" IS 'Asked `count` times, in words that differ little. `key` is its text for comparison; `pair` answers it.';
        CREATE TABLE IF NOT EXISTS "source" (
    "id" UUID NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "vectors" BYTEA NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "material_id" UUID REFERENCES "material" ("id") ON DELETE CASCADE,
    "pair_id" UUID UNIQUE REFERENCES "training_pair" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_source_agent_i_6c73e9" ON "source" ("agent_id", "id");
COMMENT ON TABLE "source" IS 'The embeddings of a taught pair, whose texts are its own, or a passage of a page; it goes with either.';
        ALTER TABLE "agent" ADD "unsure_sentence" TEXT NOT NULL DEFAULT '';
        ALTER TABLE "agent" ADD "writes_freely" BOOL NOT NULL DEFAULT False;
        ALTER TABLE "agent_version" ADD "may_write" BOOL NOT NULL DEFAULT False;
        COMMENT ON COLUMN "generated_query"."source" IS 'MODEL: model\nFALLBACK: fallback\nREAL_USE: real_use';
        ALTER TABLE "agent_version" ADD "base_model" VARCHAR(255) NOT NULL DEFAULT '';
        ALTER TABLE "training_run" ADD "base_model" VARCHAR(255) NOT NULL DEFAULT '';
        UPDATE "agent_version" SET "base_model" = "agent"."base_model"
        FROM "agent" WHERE "agent"."id" = "agent_version"."agent_id";
        UPDATE "training_run" SET "base_model" = "agent"."base_model"
        FROM "agent" WHERE "agent"."id" = "training_run"."agent_id" AND "dataset" IS NOT NULL;
        CREATE TABLE IF NOT EXISTS "used_link" (
    "digest" VARCHAR(64) NOT NULL PRIMARY KEY,
    "expires_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "used_link" IS 'A sign-in link of this machine that was opened; it opens nothing again.';
        CREATE TABLE IF NOT EXISTS "audit_entry" (
    "id" UUID NOT NULL PRIMARY KEY,
    "actor" VARCHAR(255) NOT NULL,
    "action" VARCHAR(32) NOT NULL,
    "agent_id" UUID,
    "target_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_audit_entry_workspa_65a5b0" ON "audit_entry" ("workspace_id", "id");
CREATE INDEX IF NOT EXISTS "idx_audit_entry_agent_i_3546a6" ON "audit_entry" ("agent_id", "id");
COMMENT ON TABLE "audit_entry" IS 'Ids only: what was written in a pair is gone when the pair is. No foreign keys to what may be deleted.';
        CREATE TABLE IF NOT EXISTS "invitation" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "role" VARCHAR(16) NOT NULL,
    "digest" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "accepted_at" TIMESTAMPTZ,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "invitation"."role" IS 'VIEWER: viewer\nCOACH: coach\nTRAINER: trainer\nADMIN: admin';
COMMENT ON TABLE "invitation" IS 'Makes whoever opens its link first a member. Only the SHA-256 of the link''s token is kept.';
        ALTER TABLE "api_key" ADD "role" VARCHAR(16) NOT NULL DEFAULT 'viewer';
        ALTER TABLE "member" ADD "name" VARCHAR(100) NOT NULL DEFAULT '';
        ALTER TABLE "member" ALTER COLUMN "role" SET DEFAULT 'viewer';
        COMMENT ON COLUMN "member"."role" IS 'VIEWER: viewer\nCOACH: coach\nTRAINER: trainer\nADMIN: admin';
        COMMENT ON COLUMN api_key."role" IS 'VIEWER: viewer\nCOACH: coach\nTRAINER: trainer\nADMIN: admin';
        UPDATE "member" SET "role" = CASE "role" WHEN 'owner' THEN 'admin' ELSE 'coach' END;
        UPDATE "api_key" SET "role" = 'admin';
        CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The audit log is append-only.'; END $$;
        CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON "audit_entry"
        FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
        ALTER TABLE "invitation" ADD "member_id" UUID;
        ALTER TABLE "invitation" ADD "withdrawn_at" TIMESTAMPTZ;
        CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE kept integer := nullif(current_setting('coachable.audit_kept_days', true), '');
        BEGIN
            -- What retention may delete: never an entry of the last 30 days, whatever is set.
            IF TG_OP = 'DELETE' AND kept >= 30 AND OLD.created_at < clock_timestamp() - make_interval(days => kept)
            THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'The audit log is append-only.';
        END $$;
        CREATE TRIGGER audit_entry_is_not_emptied BEFORE TRUNCATE ON "audit_entry"
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
        ALTER TABLE "session" ADD "title" VARCHAR(100);
        CREATE TABLE IF NOT EXISTS "webhook" (
    "id" UUID NOT NULL PRIMARY KEY,
    "url" VARCHAR(2000) NOT NULL,
    "kinds" JSONB NOT NULL,
    "secret" VARCHAR(100) NOT NULL,
    "previous_secret" VARCHAR(100),
    "previous_until" TIMESTAMPTZ,
    "is_on" BOOL NOT NULL,
    "off_reason" VARCHAR(300),
    "failing_since" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_webhook_workspa_2fdcfb" ON "webhook" ("workspace_id", "id");
COMMENT ON TABLE "webhook" IS 'Told the `kinds` of event that it wants to hear, while it is on.';
        CREATE TABLE IF NOT EXISTS "webhook_delivery" (
    "id" UUID NOT NULL PRIMARY KEY,
    "agent_id" UUID,
    "kind" VARCHAR(32) NOT NULL,
    "data" JSONB NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "tries" INT NOT NULL,
    "next_at" TIMESTAMPTZ,
    "answer" INT,
    "problem" VARCHAR(300),
    "created_at" TIMESTAMPTZ NOT NULL,
    "delivered_at" TIMESTAMPTZ,
    "webhook_id" UUID NOT NULL REFERENCES "webhook" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_webhook_del_webhook_6a1bba" ON "webhook_delivery" ("webhook_id", "id");
CREATE INDEX IF NOT EXISTS "idx_webhook_del_agent_i_6684d2" ON "webhook_delivery" ("agent_id");
CREATE INDEX IF NOT EXISTS "idx_webhook_delivery_due" ON "webhook_delivery" ("next_at") WHERE status = 'waiting';
COMMENT ON COLUMN "webhook_delivery"."kind" IS 'RUN_STARTED: run.started\nRUN_SUCCEEDED: run.succeeded\nRUN_REJECTED: run.rejected\nRUN_FAILED: run.failed\nRUN_CANCELLED: run.cancelled\nVERSION_LIVE: version.live\nVERSION_RETIRED: version.retired\nWEBHOOK_TEST: webhook.test';
COMMENT ON COLUMN "webhook_delivery"."status" IS 'WAITING: waiting\nDELIVERED: delivered\nFAILED: failed';
COMMENT ON TABLE "webhook_delivery" IS 'Written in the transaction that makes it true.';
        CREATE INDEX IF NOT EXISTS "idx_audit_entry_target__80ec04" ON "audit_entry" ("target_id");
        CREATE INDEX IF NOT EXISTS "idx_member_subject_91cb1d" ON "member" ("subject");
        CREATE TABLE IF NOT EXISTS "share_link" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "prefix" VARCHAR(16) NOT NULL UNIQUE,
    "digest" VARCHAR(64) NOT NULL,
    "origins" JSONB NOT NULL,
    "created_by" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ,
    "expires_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_share_link_agent_i_a13d23" ON "share_link" ("agent_id", "id");
COMMENT ON TABLE "share_link" IS 'Only `prefix` (to find it) and the SHA-256 of its secret are kept.';
        COMMENT ON COLUMN "audit_entry"."action" IS 'AGENT_CREATED: agent.created\nAGENT_CHANGED: agent.changed\nAGENT_DELETED: agent.deleted\nPAIR_SAVED: pair.saved\nPAIR_CHANGED: pair.changed\nPAIR_DELETED: pair.deleted\nPAIRS_IMPORTED: pairs.imported\nPAIRS_EXPORTED: pairs.exported\nMATERIAL_ADDED: material.added\nMATERIAL_DELETED: material.deleted\nTRAINING_STARTED: training.started\nTRAINING_CANCELLED: training.cancelled\nVERSION_PROMOTED: version.promoted\nVERSION_RETIRED: version.retired\nMEMBER_INVITED: member.invited\nINVITATION_WITHDRAWN: invitation.withdrawn\nMEMBER_JOINED: member.joined\nMEMBER_CHANGED: member.changed\nMEMBER_REMOVED: member.removed\nMEMBER_SIGNED_IN: member.signed_in\nKEY_CREATED: key.created\nKEY_REVOKED: key.revoked\nWORKSPACE_CREATED: workspace.created\nWRITER_CHANGED: writer.changed\nAUDIT_EXPORTED: audit.exported\nWEBHOOK_CREATED: webhook.created\nWEBHOOK_CHANGED: webhook.changed\nWEBHOOK_DELETED: webhook.deleted\nLINK_CREATED: link.created\nLINK_REVOKED: link.revoked';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "share_link";
        DROP INDEX IF EXISTS "idx_audit_entry_target__80ec04";
        DROP INDEX IF EXISTS "idx_member_subject_91cb1d";
        DROP TABLE IF EXISTS "webhook_delivery";
        DROP TABLE IF EXISTS "webhook";
        ALTER TABLE "session" DROP COLUMN "title";
        ALTER TABLE "invitation" DROP COLUMN "member_id";
        ALTER TABLE "invitation" DROP COLUMN "withdrawn_at";
        DROP TRIGGER audit_entry_is_not_emptied ON "audit_entry";
        CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The audit log is append-only.'; END $$;
        ALTER TABLE "api_key" DROP COLUMN "role";
        ALTER TABLE "member" DROP COLUMN "name";
        ALTER TABLE "member" ALTER COLUMN "role" SET DEFAULT 'expert';
        COMMENT ON COLUMN "member"."role" IS 'OWNER: owner\nEXPERT: expert';
        UPDATE "member" SET "role" = CASE "role" WHEN 'admin' THEN 'owner' ELSE 'expert' END;
        DROP TABLE IF EXISTS "audit_entry";
        DROP FUNCTION IF EXISTS audit_entry_stays();
        DROP TABLE IF EXISTS "invitation";
        DROP TABLE IF EXISTS "used_link";
        ALTER TABLE "training_run" DROP COLUMN "base_model";
        ALTER TABLE "agent_version" DROP COLUMN "base_model";
        COMMENT ON COLUMN "generated_query"."source" IS 'MODEL: model\nFALLBACK: fallback';
        ALTER TABLE "agent" DROP COLUMN "unsure_sentence";
        ALTER TABLE "agent" DROP COLUMN "writes_freely";
        ALTER TABLE "agent_version" DROP COLUMN "may_write";
        DROP TABLE IF EXISTS "open_question";
        DROP TABLE IF EXISTS "source";
        ALTER TABLE "agent" DROP COLUMN "language";
        ALTER TABLE "agent" DROP COLUMN "description_read";
        ALTER TABLE "agent" DROP COLUMN "topics_wanted";
        ALTER TABLE "agent" DROP COLUMN "customers";
        ALTER TABLE "generated_query" DROP COLUMN "rejections";
        ALTER TABLE "generated_query" DROP COLUMN "needs_topics";
        DROP TABLE IF EXISTS "topic";"""


MODELS_STATE = (
    "eJztfWt32za29l/B0pcka6lu6jRpXmdm1pJtJtFEllxZTqanmkXRImRhRIEsQVrR29P/fr"
    "DB+00SdTPFwZc2JrBB6tkgCDz79mdjburYYGetR0ydxgX6s0G1Oeb/SDY0UUOzrOgyXHC0"
    "B0P01MIuD8yxtTGMM9EMhvklHbOxTSyHmBS6fptqDiIMPWBCHxGZW7b5hPUzNGKG+zhCcG"
    "+GiIMmpo16FqatNhobhA/PPiAN8TtjB+vIpBgGwbbG+F/MNCl6yR/vR0djM/bqDB5FN8f8"
    "WfhNjnpXl5I/XKw65iN2ptjm9/793/wyoTr+jhn8+XtjYdozZmljrBIdZPh/eZ8/GxOCDV"
    "30yXSBx4RODfzdsjFjHEwWjB2oyyW6KhShQm+VUNVlWKhpaYkODSHP9QN/oG+flb4S/DSV"
    "w9O+Q937TqfxFwxqzVTxOIkJ4T2LuK4Gg97ft68/ip6A+YM6Ng13TqPe1tKZmjTs7vKnPA"
    "MZaOMPy7Hkt49NF+oahj+tgksepvyCY7s4BFOPLuh4orkGTLrG3yYuHcNcQ1wxZ/4MJjo7"
    "o3jBsfyH/5QxCVXt9gbqnTJQ1UZmusLTpOaSf2nMNcChJHyKAEZ/eeNG2IirDbjB1edW/+"
    "Wbd68EGiZzHm3RKJBr/CUENUdTI+1HgIv/ZyC/mmp2PuRB/xTo/EG3gTu4EOEdvdMBfAFA"
    "B4C0Mde+qwamj86U//nT69crMP7a6guYeS+Bs8kXIW9p6vpN514b4B3hK16rEvgG/WuI77"
    "ufN4D33c+F6EJTEtz4Y2UwHvCFKB/jlFgtoF4B7UD51wBGnjP2hxGH9OVN618C7fnSb+n0"
    "up+C7jEVXHV6l+l5vWQOnqv8Kze3nDLgZwQl/FvAb2j00eWf4jJLS1zmeKA3DvU9TC4u7z"
    "dYW94XLi3v0yvL2GWOOcc2ywL8z7teNx/ghFAKYZ2MHfS/yCDMORjS0c7kwSWGQyg7g/s9"
    "x44EQFo96dPzO7V1gQHSk94xLTJm6kKjAFxGMZemaWCN5usmI5vSzwMXPpRiwivH1cFlr9"
    "dJ6OCynV5Z7m8uFb6lEQrhnYgjLre7g+IPrWpjrSz4eeIS/xL4P/DjoCqOGmUW/KRULb6z"
    "yUX//O3bDZZ93qtw4RdtSaz5kVbF37W5ZeCc1X/lPE+LHnGOB+fUk53iC5s3MXViY2wsS+"
    "KekZWLSwnkXcpcG6sM808jHedsKYs38zmiNdhZHnszPzENw1yorqUCRFn8PxqmVqCArGgK"
    "/wnIHkoDr8/Oj6+C6979ZUdBt33lqn3X9reZAeheY3LG95VWJ4U434TwnfFcfXSJngN48R"
    "Y/Iyi3+Xvf5k9N+I4yZ2mUUk1KrBqKgdvWRjFjPvs9Jj+rl2ve4pA5LjgZJyTTqvFFz4J/"
    "nOK+FI41Pcp3H95WbNUnpH2j3A1aN7cJ/Vy3Bgq0nCeXM//qy3cpnYWDoG/twWcEf6L/6X"
    "WVtBrDfoP/acAzaa5jqpR/MTQ9Zt0Irgaopc5+gf2mrNaTknvQuv+4VVH6iSg5wGSlltPm"
    "wE1NcGm5fRrjqqveNQY3MG9OZrn2thCvnG2eaWPySL/gpYC6zR9Gy99U+0bHb/GxThPc6G"
    "r0etvaIrQMZ+YXR8FbVoQaWndXrWvFsyc/aOPZQrN1tQD5J2x7Ru0M8Je+5McvfWxoBWah"
    "uKvCV2+oGsGeWAueTCeX+igDE2ULbH81nTrNzQRI/EltsitMnwJgfuWjLesK1Zz/Hptoxo"
    "5g3fjD1BUm08JU5Y/LnN2XKfAw+tUfqq54WTaeYBt4px3Bug0HutXIKbLiG8Jl8q0K345b"
    "/EfujJg3Vp3xYoET3E5I3Xmj1BakqWZj1SB0titOMFCHj1NbpEzX3nmluhOD1BUiz0a/G0"
    "IDGKOuAO1h5R7A4PxB6rxy2+6uq3aAUt+t1coNx2Tz3IwdjxMH52RThKcgjhwfkmJgexQP"
    "TP6fDU6HfMBBbLyTpP3y4Z2fz1PwzjWqPYqnhOFAOI9KKIqKiFENa4Ij1KdY17VBEm2HoY"
    "lp6NiGeIPR36bmHP/jR03XLH7IYj/+TQyJiP6PH/9G3fkDtv8xaiIyn7vipsjkm2U0mhAD"
    "sxEMwLCTDYk4wD2GdEiDS3PNYkhD8JcIr0COif4cwpbk/O27IX+aYeNh6WA2bPx1hloOmp"
    "vMEQEWPlDInCCNIv8pGOq0vyropaXZDj9kIm+2ITHHCgMvfo/iUrxf0Ph3JhbDU05hHEbY"
    "vHHshf/4fNf1tDb4gjma4zL0d/QCer+QkRcVirzwJkwG9DYtsPVHAincCT2YTfOQJrNHeI"
    "gfzn/6+Zef37959/N73kU8aHjllxXAn7qP3JHcog/iIectKvkoK3yWZswXyQCAUPqIaI81"
    "qhPdd5EpAXvjqtW9boOF7gKFYwwpfCouECypQ9pXBu2+cn2BbOwQG+tw5Z/K1cC79B889h"
    "2OS4cjvdskGiltM4wFI71L622uLVXhKpezh1vlXpeQk651JVzrbGyZdo7dfJWDUSAhHVgS"
    "StiHA4vYOJbRRigglbF3ZUhvouIPQX29ieCbuYXKY2LSj6jKfkTx0+6mh8m4jPQfSm8hXF"
    "oSzkjiuOfzSkK5whUrpG52dMMKs5ec5vxc64IVfz3Lul9lGefEzM6iH5DIG2K/I1FfhUm9"
    "Fv/ofd4A/Sy9X4aRjry28vjohE/XCjZa9FOfgo5ruWif42ZIszHyWC4G5KwzxR47+4IFnC"
    "37gF4DVwtNQN0gcf8mWkzJeIqmGkPURLa5AC7YMjmm/B9ZYvoYN1zNFhMdzy0TgqaW6gwv"
    "19DGBp4k6H2bPE6jC/+WnG5VOF3mPgDhU4aAjInICN3N+Mc/Yo5tm0YqxmVqgfPRM46k1q"
    "ANjRZpMWm6yKMJE+v55uBm5CS6OeiKKehtSsqsGCmxrRaNEyIaDrFmePOzPPRpOYl9eeyD"
    "7fc2JrpAtsofykZH+Ti4QPCWDmm//ekz/0PMmyEdtBWufoK3sbrtOY9Uep9fYmOYI1qH9+"
    "AIORelZaEY/fpaFiTzLOnSKtB1+6VL90juWYQrqZFH7HktzZWknkWCr9B6Qq+FLNt8tLX5"
    "C4a40BmCFQeNIGCLfB+hl46JJlyLiDivkMb/D+Ta3efWD+dv3wU03GJqGhiEBUc3w1aOf+"
    "nhbrM+x7bk3KrCuckM1ofdTdlmXh6ezQ4SgewRPf2eCPZPjWUOE1/byjelf4E86SG96rWu"
    "Pl+gsamNp/xA0W+1u9AskIf21vVNu3uBNH1O6DbHjP0793mrXpkXIZLYj3qe1Zh2aHh18o"
    "hZKWI/kqjhSrP/XO7y0FYMfX0PbYbGHCgiso3e07LSMazKjmH4u0X4cFvoOSkptVxlLdv4"
    "yZxt9TYnJaWWq6xlmSxOJourIvW2a7K4g9Jvrk4chTp2PgUXtTZX0nDQT8Vhx/Vx3jpDJt"
    "86XqAFFKhbaAxBKJeDKSIUaQhSSoB/2yMERi+m/DLQYv7VM9Q1oWAdzDQgyRh4uYlx5toS"
    "PeCgtltO6PfRbrt9Oby80OzfOdQ2H0kEZEuOryocH5/iZo4HQfHhOxSo4dn7ID512jjfo2"
    "4zni+SrjLejdYnpTtQr/pKS0Tnitf/zKcPhtRv/dzqfoq1TjX6GLVeKx0lJusvREN622r3"
    "1bvWV2iCVeyMaU/h9XBI0RKOKNrCAUVbYrw7tX1z2+uHrfz9nUNwaNSu/CvZzk9KfvsN/4"
    "X9dqujtq6voT1IwXjGd3mJ9vD+YY/wGQTr2e5+Uvl20btLkAPmjE8DO9nnqtW9UjqdRK8x"
    "zBXDgH5flT7k6ldv+72bnhjL91o7g0JwphPvEwZUB13CwOobBeJu1Xb3a9t7Zgyu22eEPh"
    "ExgmhoDWAQ2ARf91vfuhdINIuMNGcL4kx1vmWg4Vj/7LW7saH+YxIau1OoOb851J3f3ldu"
    "el9j7Taem0+x9rv2Jz66ClSx34Pxbxo/5RD+BF+U36K5CParcCZCS1/52vsStPiHoyH91u"
    "t/ubttXSmRZPhxi+S/9Tk+sacXwduxp2/dX7cHsdkjdhWx2fNNufzc632J3QM/TE1zFrtD"
    "0CO8RdAjuEfQI5xgQY9wfnXa3dgtIIdcNL5oCyEQbT4G27Dtb843WDDfnBeul9CUWi6fz9"
    "ngdM61JaLcol1XCUATQhJRyadLPl0yM5KZOTlmps9nfb99NXg+aiaWjjCXnEmmK1xFz6Qy"
    "Ja4naHoUi/hBC9v+oQJB3jy4ZJjjGTJtHaITMd8M89nDh0VOwISIXTjSkO1Sz5+JX/eGyP"
    "AxB7vLDp5SVXLYrEIg8J45E0zhx5Yt1RqTktUrN0/0BOdv1Zly7UxNIwfzwhCurODxYrjO"
    "Xx9qg7XnCC42nmLd3d4NLS5/RFc0czIpSbM2eh8/XvBVdjKk161257cLpGvEWMJpWvkCfy"
    "4wnnklTp85sGVqumVyVwbdjzi5T2Rug0Z1LScyqBDLmMTx4DyVpQKOpOr/N2kpl+CE0BEX"
    "iPvB1aHsMAd31+O7Ad1cUHVOqJtbLqpw/uaJHm8ivzmVmczRUcFYV5D0vxDejNzxsH17Kt"
    "DydwOKBKj8OKSWW3zzRI8H8E+n8lV7NEV6chVM+9vu2tJjHHFhtmzzgQ+wVB+w45SPJrhU"
    "BgMIF/Ckh/S237tsXXZ+U4OG1PhDCqN96/XvFK4g01EXps22Cl/ev+N7sHfWVZc6JCe39m"
    "oyOUdc+vZVzbcvQ3Rul9CtIEK0ZEq3reNDq8Dh7Ds6dCdeU3nC4jkyhKbX0FzFZOKwy1oG"
    "c8Q7YG0+CtKkET2IrvRLqDU97tCOTNUf0IjhP0ZobPJVgaGfmnBce4OG7vnr83cIrPSEIu"
    "I0w7BN8PUXtTs0Y6EtWYbffIZnGMJMXjJRkuSTKEViYzTXdOjI13Tf/U0EmZq2LvLLaShI"
    "Q4VejqCA6BKs4Y42eoUeTa/eCRGlSAyTPvIHm1swO7wnEP5v8Ov45pmPNaRR6RJ4TBb9MM"
    "+fzhuIv0Cs2FHu94YHm2C38B+ZLHSJQiUxsyB0W1GqhOjfVTF/VPHLxbxaFtcomUGM7t/R"
    "ixggslBJhYjkaI5sCnokIe2I6e0Uf80ySF6Sx8IDhy9Qp8xe/+/8/M2bX85fv3n3/u3Pv/"
    "zy9v3r8LiRbVp17rhsf4KjR2KvlD2LwPpShg0K+lfZlXFLHmj/jlCWtjRMLQff4qIKMRFZ"
    "ViFxLJBlFaTfT/bYVuT3s9OpbX+njFQN+5zjRrbKffG5I5xS6h9h5/UnECidLmbuCKoEer"
    "tuvkHFtsP/xszbxhsMokigWqC3N+YbccNAn5Su0m8N2t1PZ+ieCmniBazw/a3F9/Q60qZ8"
    "3mR9Ko5yV6/goWkY5oKFpxsRJ7OYmoyfRUSSRHF17DLHnPM/+DQfO3BSaKIR1myDYHsUxe"
    "EwjR+OHjDE1/DRW+LcIEaAdnAU9u7h8G06Aps0/A70sEQjA0OtNEHjjMSRxL+CLXM8HaGX"
    "sIEUKbLH4FJSWDMxE53jn9A2iM2JSofFnkXG6VTpqHByleH8QX1/rTIsb/QOX6BoFCj/1r"
    "r+DWq/afpySHu3SvcCwVLBX7bu3TdFhDZ4ry14ut99ad/ewiU2I5YFV67bd1etvgjb0Akb"
    "8wV6O6/3A3DBYfnxrdQbSh9RvWFpxzKaveldK50LL9X/kH5sdTqXrasvYnwDPppCxx31Hu"
    "h6rmYDslBUQ0Owamf1U5xpN+hfg8KXq3Zzh0iwO+bAPJp2qZyucRl5vNzgeMlvlz+lV2Ac"
    "idQQ4vONUrydr0jxdp5N8aaTyYSM+VOXmsxJqRpifYAkbYaWYw5fQZX4/SVPsneehGKsM3"
    "4wscg4Z8O60kc6LSpL4pYqiQvlboTZqMSLkJSqxusA96vN6xBsbVW+n2XlSuvkiNYhUf2x"
    "95Nw/tsC/ZSYRH5L5Mf8sLf1yTY+QIU10IA2OLq27wbtK8/VDM6vfCEjY88JrXffVwe926"
    "CVH9m9D92QDno9lQMNCR5MU+W4AFVxf9tpX7UG/Bysu5ZB4HwzpL3BZ3ByMwXjV4l9l0+g"
    "lmEDYyIytDyJps8pl/l+x0Tkx3vvH+8YD59VyorSbAkpGUuSLRwWGRkysK7JTZsUlS6vVX"
    "N5lSbzzV6pepnMkwdRTV9ulag2kpPvdZXf69A+X1bFCUGp4yrrGHMIt1FxXE5quMoarlKa"
    "kOqqtZQLctzfZmOf7oSUBFUWyztOOFTOzN0DrnfRSDVFNvm+ls2Ensxsk2cg88U+fuljQy"
    "vI/uuDHeTOuuVDney3NAP4X4d0qm2HOWsbOQ61sdbmKmdakuy31o/2RpthBo6lkAdM+Kwx"
    "EVoG+VfRhM8DyAPmJbJtopH3Dz7BRn7lxZz6iiD5AlxRZxCSxgoKOR7xvrKyY7W+oU0kKz"
    "tuYhKRlR23MHedflXH5y87WKGqjrLooGR+98H8VqgUXdW0fiJa3ow4Go/5rm+rtzslKgnC"
    "Kus5LOqxhaLTslLTVdZ0ePIrcxBLCElXnlT2UVkvQNYLqACZ1jyhSo43fqWsRg4zF7Y1V/"
    "Fy83ivtaxcC02xYSGLP00Taehj61fIY6WhCQSVA99FxjPssDM0CrJLsZFfdxGcO8O4cIY0"
    "NsM68tNaEVFzkdheeqosKXec24r4dp+rHvnx5kGIO/OD0rGN+ZmdTog95+OYrsOIjvmT8G"
    "tQIkwQnB+81FvwPRfyHmvosYHz4vxXoZ3GPzanM2Bl49AlPSjpwQospEeICizOm7SeHjyF"
    "HEoimOBCJLqAgoj9L9c9KBc41+wZpKce0kHrsqPwDvBYEPJ91etf30HE9zhIa/f8BGH1A7"
    "5rFCjy/GxspVad/fOx4U4ii3FxbEFCSEYXrJ71MqOYJMk3Isml21293O5qQ19Jr7t1oNbA"
    "666as3UXpzv+CKh73+ls6HVnm3zq80/nHtzvbv2xauZ+l01MtiNOd2F+spogdFASVFhVGn"
    "kUqNfSXEmARn02oD8tbDOTnqERcx8gDYjIgzkyzLFmjNDE9LJfAnUIzoOe/5/n+BdSlVMu"
    "MNfGU0Jx6EB4MQoz+9vm4gWDmgF8sBwe9Kj3H9LF1ESBAZp3QZEXZzGPmbAv+I+ZQ2YmWi"
    "SLWQUWM1BJBvViUiEmUkNW4fzt2024zLdvi7lMaEtle6o8V3ywvIjSkTSNtOcOWhLvGjiT"
    "SiKnGPr6EjnSxUO6eFThONI8IRePnoXpr75ZoZFzxkm0rzzpQDCT+ke86/oDj3CXGIm6ZC"
    "MECyoTbhNeGTHhEgGpV/lhwyCOY2B+MJnhpTiUQNCUSNwPpxKoH6bZhIFzxAh4hJGfdhz6"
    "5fh7HO22xZ4Y/lTg467xxIBabKrwKxH1yORxpirHGWmPPqI9Gt6TEocav3stoD6C/4tYCb"
    "P4rqhr7vc/Yj3oQ6G750xqhKkBo53D0a7KtZySlKmWS6Ralue94gle3/NecmtUUvEZ4Rrq"
    "/kR0vVmMm/TS2K+XBhxYSuIZE5H+GdI/4+j+GZZv198R1Hpm6UlDG3tZS7tnHJJxurXxBN"
    "uYa0jgn8M5pXo0V7FOVthXDWbHJrxTUINSFJCPVbP0gmnGU43yZxcNuq1NnAu/0j3WgQDy"
    "Ld+iNqXXFTLIT7nS0JQ/SxMJsOFP4uSQT0e795B6WmfCLO8FIIVVMgnLLZQpYpzs5aiJ+H"
    "VCUfxd+YBGEIUk4pcWtunwzl61EqyPLtDroGanqIwpVNUcUlA+NLh0xr/sVAwL3BmZW6YN"
    "Zn+TYrZxAU0ZolRVNowtmYPncIKdW6VosYxgLUibY/NjslBBxUIJwprOm74HoYCc/9uUqI"
    "QS0aWqCUUSEvAtAA8+/GUgj8tI0LcA3d99lWDqYxJbcfUVO/vsm62XvPFWc1tyh5I7fB7u"
    "cIuDViXBlNThOlD3QB2W4bfWkYw9igcm/89hKMZKTuutGcZ8BexIGsYiu3Ipw2Tk1yrCMB"
    "ZvtiFdiAK3Ni/rjkZ9P68mmpguFQl/gkRHH4Dde8Bjc44Z0jwfaWDjBGEnGD/Nj7IJEv0U"
    "+Kgd555lSTc+7x2XBfRbE/0eZniSrFwFWTmD0Bwn3eI6iX7347n1nNBZQTI6RyYYmMWfIG"
    "f6riIYIhkJuqSRT59GhjLTj2beulPs/BqXqcVbkPSAfXO+gQPsm/NC/1doSru/0nxn7hUY"
    "RyK1C5w8iIsxBFSQMX/qUlM5KVXDybz/0Mdoh75NjGokfcRpHXd7LhOnetvv3fbulOsLFI"
    "wAsardj+3+DVwME6kO6XX77qZ9J7rqhM0JC+727OqSDHQx9PX1XNbxmGxXzTUpKZP4S7PD"
    "SbzL+zE7pLimTTFNiUnX5YoYc2qDprTmrAN1z47g8bICOwIbr2NwkvN1LbSp5a/AGVz62d"
    "fMzz5IQZljLYtlpyw2lMWSYa41kRWDKr26T9l+dIJkAp+m5AmXhLnRuhq0vyoXyJMGGuHm"
    "tqMMPBphbsE7rQ8pHON5N35Rs8dT3rEiJIKj2fz1KsqgWmjuS4sdz+x3/vpAr8G+jX6OaZ"
    "FxqRz9kYQ0h+zdHPJsLHLF9iYHX1CIU5TnsGDWBwI1RPcQeSQX2AB3nSzExcbtmEgNTE7H"
    "tmyLXXrZPDdJoeN9Hk/l68hmxCoNalJIgipjEqRFCH6pf8rYRu8pWWkVklahk3ifJeNeac"
    "a9mLdMesWSXeuRfAoQ/jVwma0J5rlGix3Bqp/BIrNR3xGhXYNvqgrTQa0F/GiPO4TOGnn2"
    "grCxudJiAN1UI+i3Nq4GdnJoBBl8yPcReumYaEIgssV5FdaLufvc+uH87TtIewPZbxjme1"
    "wH8dugGbZywmZ2H1JkyTFt8khElW8/3w4jXhodzUFzbYnY1FyI6/HC3BCSo6GJzbE7Q6Ng"
    "M/7gJY7WKGqNHdN+we/oFTWRSW9O3jxS/Vorp82See9xGYQjif1g/KxxmIdmeWWR5wMXef"
    "Y/I2XMRzERaT/au/0o+iiXmfVJqRrO/IMUIpM8ZjH69eUxRVptl22fkjsmK3nMKvOY+LtF"
    "+HBb6DkpKbVcZS3b+MncLsF+UlJqucpaljYJaZM4dZvEQdlRr2B6HjUallJfwYtGfdZyog"
    "PIBz5/wLrO8RTpvjXkaO7j1BHpfJpoAXlLRQ06JkhLkRQcEmubNqT50RjjP8GTs/i/RG6g"
    "RxMzL40QJkAzZnnT49xWcKsehyBI0aCEuBhVkKsLbAcPIkqC60EfAesFv2LCSJA1HAaI9c"
    "SLM0hPDhwr8LYTw9Scn941oeeQ2uYCaRPIog5jeUO85Ar70caWQTD7MfztZ9bylWRmT56Z"
    "rX5xvtp41kkW8cAsor+o5dhECdXsZT7GMaF0Jbml49nrTwzmFbBe+vRfOK85mpftbqv/W/"
    "7EvsyhCy9/GyitFPJyWywDuE8A1coEcFcha6k8uFXz4CbDtw8Qvn2CqY6ruGZUKdPxAOIH"
    "GzlMg9fQXEU0OGGXtTzDCEb3Stp7RcjEG/yCIUOjjy7/Q1Tq0tAUa3AsRgvTNXTEtCVkDk"
    "YjjS+heM4lxBDgDcVcfnL3y02g0RxrcIHPRdMeQY2xDONw7AcY0oBtAJCa6DX/B/rpg4Af"
    "udQhRlCXLRAtogGS536hpX+nqAFJBFSFCJAuWpED0flGLlrnK1y0zrOl41cmKF2fI+B5kp"
    "X6gxol53Ljk9JV+q3OBfLlh3SgXH3utq/gmoPHU0rGcPWy3em0u58u0AMxDK6hIW1dXfXu"
    "uwPIMCBi3/wUA602XBMBPKC1IVWuPykq/6woFwjrj1gda1464+f3Flvwjdk0by8MTGtRyG"
    "ogklKtYGcPpdyfzg4V6rcC0uve/WVHQbd95ap91/Zdl0Ibn2iES1ER+77S6qTDKUM7wTZv"
    "UiRd5bWrcav073rdC78gwZDe9K4V/vKI78yQ3rY+KXcXwoTAv9iD9tUXZcD/dsh4hh1+BV"
    "BT7+HtsDHfErsMg8zVFxAZz6rxogSFG0r5/SWEpOffapZ6C88/wtS8wmmXpmlgjRZsvwKZ"
    "NIPKhQ6liGA/dmQCtdfrJCC/bKeZ//ubS4W/CK+Sq1g2fDncmJf6UiSktvxYVPN8f6iPRf"
    "yAk4W6MPo+LSarAsoIfOm52pDGHkmlV4RrrKoPVILnzeMnUzzwCprS71miBNuIWfxbKLg+"
    "lzLs+Iwd8HkTYjMH2S71PIgYFoGaWPgtfQi9fngLcRDFT/yv8VSj/HyBXhL6pNlEow569y"
    "rrE3WkexYzjNBKdDy3TAfT8VKd4WWGacw6IUFRNj93Z+pqvKf3POJLJd2WKsNWTkzDMBc5"
    "B8di1GMi0i4uK7bJim3/XaDLAmEZRk8WCDt0uKgsEHY8o93e6WlZ47Fi1LRu8wNDmY9mKF"
    "CHZLtHd1cH8FTfT6QEcZqRk8xpljnFOgH6UySCKsX/pwWlCWADEwCktoJwrTJLeVxGruV7"
    "X8sFZZS/gdnAgh8IV3hdbwz6rXYX7sYxHtLPvQ6frIMLNDUN3XSdNIm2yRbn/QY7nPeFG5"
    "z36f1NmjErsZvMEa2wKrbdUR4iU5eNhQODWj4YLCtZP8j3HxMWUui2S0varHJEJXEoDcD/"
    "hVkvYjaQsmpOSEo1V1rN0rC/5+Ux/NGqMJiUhDZfWn6CUgeJhAV3U2yTUnLiSo+U4wd3xu"
    "qG7ohrrExpTZFNvq/rsU2tnXvAuHTphWqutmuRzv/qlC7YG8vta2GqrnD1L1OwoMfH+tUf"
    "qj4qSOYosE2+OGu7Fr+4FcNgvV4lpctVdkjmR8c2pnlBQwGqQTT3JtgGo9UM3U1irMrDFW"
    "V+qwlMW/qD9l3aWOEOCs3NjbxBbXezYuONbzZxHEzRw9JL57agkBHOK+dhYI1hpBmQIO7l"
    "SPylYsscT0evmujBddDEtNFoDB9FQ/W5R3GQH2UdQA90Hy8LnuZwEWeEJuR7zHmUoZd/Dj"
    "1IhqABojOuhGHDp9cT1ww8cdT4xb9eIc2J+afyb7/tNBEzPV9U8ENdDqnGf9PcijmtMq44"
    "SJPHzvigzoJQNmyIHH9TPg9+4Dfwn0wMQr1Ufug/rv6IEeU/UjysCNbnDUs01Z4wesAcNs"
    "+mh/gMM4eUYs3+QXctg4D3kZf6DwR5B+/WrcidVuQNNCma2OYcaWFM/xRusTDRnO9xLvij"
    "gosNoRxY/rgiyyDohbrzB2w3IXUgx7kBhVpo0O6IHIb8ziHCoZOu+FvclA+CjckZGtlcnb"
    "bn/isqvUyJob9gyLscDIjRI/85/DJ/SLCfHc6jN6yl7s014YsMTX82ovc1koQx8Xf+fRD7"
    "y/BlDt5RfhJUEzxwVDU9WOUaYgTeCf5A3z4rfQV5D4HaXfTyBf+FLtZfNNELLg/jwD/xk2"
    "a4fN3kf73ytlHSr7gKfsX8no+PeT4/mxkmY+JVdrFqDD73lTswSXKNTjk6sGoO6d3VZ+X6"
    "vqNcIDaeYt018JDetLr3ELPPv26unwbg2R2zold8K+NxKH1Ef0NvESj5LjR+vVfuFa4jT3"
    "pI+/fdrsiW4K8kQ6p8bXXuWwNxMVpTuCrvr64U5RqEmTseY6wLeeWfytUALtoYKmvBtY+t"
    "dgeuTDRiwN9Xre6V0hGXvI+y4T/3s6td2qufo7KULAe+f+8v+DRuBWxWUIKbBvcBdn1iH1"
    "JmhUhK1c8T/RCFi/yjWRbmYq+6mMhOTnUVW4iP7j3nYKvEshF0l4tFerFwTEczVMAnZz9Z"
    "iGdKSsKahtUwWQ6eK9yaAwHpzryBO7PPcamlUU4LSrQ3QNsxZ5gy1cK2yjC/dQ4lswLyXG"
    "mJ+yZJ3gRcTAX2thTkaUGJ9gZoj137KcfaU7yTCwVkcMT+t3fa3DJwqXCVmIhUyN4VYk35"
    "qaWUPiKJaqgDblsbdXimpTLqiCTksXMX3DWW57C2Km1FIFEHvvXYIbjAybs25njqpXJzp+"
    "XqgP3BU1fYGpvmrfGFLEBMQjIAGQZAGN+FJ0iZmZsSq9/EPYiRJuZVU2L+pqTkHM6fw54D"
    "SQbWNRXak6KyqHOV455ynM/K6rtgCKn3Kuvdc6vYQtsJQRnUWGklC9/OrbSclJSvcpW1PC"
    "GU8M34NmpOiUo9V1nPMkRZRnpWIUruaLnH49WtCzKxlY/IEdr5Go13kuvZznE59wzrHUJn"
    "jZygnLCtuSoix+W9VCPotjYcp4UYf4l+IBSBjIjsmBKG5tp4Sij2QiygriJETGL9A4RbwD"
    "8ZoibvSB+R9sh/bjb8Zo/j5kRkpKIuCmMVnr+8/bNWSD1MIqPiSAX83SJ8Wd9iw5OUlMeX"
    "ym14Mt/nPX1LSq6P3/DD1DRzl8egaeXquIh1Wrs2DkxDF2FioxmfNWwEqxh+4p+pMPJsoX"
    "H1Qi3aKdbsJlpMiYHhOoFotOyiuOuAIviQ4bENsYewvjLeQxOtjI8iogV5ZxFrZ6IHDHX2"
    "dPjpIqQOus2w5UC0nxjyAmn8whL6zjC24KLL3w7bL9drEIgFZETHQypq/Oo6hKSFazksA+"
    "Ci3AyKAGP6RGyTQiUw5NfrFeGJlm2OuSAECsK+wLVEBOaT+GGmCwWBLRs/EdNlqv/jhtT7"
    "dfxJFzgs8Rt1E3+PuKA5maiePW/kocAh5N8IHJQD5l8TxBbEgdgh/kwTCAfV/PKFG35cfm"
    "8sTHvGLG2MY2F9MjyuKuFxrl3Kqd7vXuVQuG396V9vmtp9ZW73jCVHrFVZiIsdG0KBariZ"
    "1Mrrx1sgy0z4SKKGc/4w8WXJr1EZsHNEpb24HOhb2Taz0pIzrdoRQlb0fYaKvtEGucwylp"
    "Sq3wr2ZqMV7M2KFexNdgUDDzdIycFIbk6nNRaftLBcv6q8fskk08VvWn2rDKeJgE1P+Wk5"
    "afFbbfEL8dqD1e9bfKzTBHet5S89v8pa/2IGE2yQJ2yTPKfjMqkefTL22htuk9Skp4J9uX"
    "SP29HbIWzFNHcc2bV0t6rHe2+cos+ndXlvyjSPVBE89VybYeYlXnNxcea9zcQFp03xdwfS"
    "610Ae0t9wpsPiHX0UhgCXzVRF7L1mfxdD/hw/oM+8P6mKNHsBIMy7Ij/iyx6Uf48fQlGRd"
    "N7pIW2HFJBqcPjLQUBbXLI5n7COC3krw2NOaLLxlyxj3hB8eZ0zjf/h69L+Ub072pal6ru"
    "bprz7e/oxUIjIrObTOxWHeb6GR2HTudoUCLtPvDO+afc9RnYAtkqc6SN/n1X5VvYvpcuza"
    "VnvjuoyMKmxvKribZYjjXeGsuzxhujXGvQFuRbg5Yg5xpcj+Vdg6Yw99qQflX6ENWtdtpf"
    "lYsgyecZLExRW5/v1/sgGzTb/Ehjg/Q35fJzr/dFHfANOV/yvYXtzPEdL54/7gre2DIGj6"
    "B/NewdtQqrPcG8iv6ntqQGGt9abS9noi8/pNcKvF7iFfI/+tnkiNu8MPtPg+jknxiKkxUF"
    "/WWAVzYPn7cjzIC5mlaKiUnmsMrMIT8MLfLiTwvflUhAFi3Ovi7+wa2cjTYUkZaNjSwbku"
    "0uRr++bHe459hC72lZ+U2q8jcpSVptbNVISEmbxhqbRuR5vKtFIxrpNIFdb89IzKyDxjKV"
    "JehDa1IeNR83Na0g5RPd1rHxxeDuEBcjqd4DvPzNFVSv+H+JPWrQv8p0ZJW8B+UO9b9lh1"
    "oiEClladnRpF238OEkK2ERKEKyK0QW+YJrZexPYOTqxFH5JNjdPaIFQyl8pNqCRegTcbQ9"
    "lFdthwPVFao5hqp3O8J0IwapK0T+gWA/Tkl1AumQZ50Wtsl42sg56PgtzVWnHC3qU5kjTi"
    "HHnnvCyeHX/U3JbkebyrPrxceYwnwfxSeZmEgNDzMHqWEEL1UJhP3uNUT3MEdFkzq5CYVW"
    "1BWIRI7v4vE8ROfenDmeNXHEX/8HjqWtiw=="
)
