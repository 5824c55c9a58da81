from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE "event" (
    "id" UUID NOT NULL PRIMARY KEY,
    "stream" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT "uid_event_stream_b6ce95" UNIQUE ("stream", "seq")
);
CREATE INDEX "idx_event_words" ON "event" ("created_at") WHERE kind = 'query.delta';
COMMENT ON TABLE "event" IS '`stream` is the id of the session or run; `seq` counts 1, 2, 3 … within it, and the last one always stays.';
CREATE TABLE "workspace" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE "agent" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "slug" VARCHAR(64) NOT NULL,
    "description" TEXT NOT NULL,
    "system_prompt" TEXT NOT NULL,
    "base_model" VARCHAR(255) NOT NULL,
    "use_examples" BOOL NOT NULL DEFAULT True,
    "follow_up_rate" DOUBLE PRECISION NOT NULL DEFAULT 0.2,
    "realism_guide" JSONB NOT NULL,
    "house_style" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "deleted_at" TIMESTAMPTZ,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_agent_workspa_90733d" ON "agent" ("workspace_id", "id");
CREATE UNIQUE INDEX "uid_agent_slug_in_use" ON "agent" ("workspace_id", "slug") WHERE deleted_at IS NULL;
COMMENT ON TABLE "agent" IS 'What is being improved. `slug` names it for OpenAI clients; deleted agents keep their rows.';
CREATE TABLE "answer_vote" (
    "id" UUID NOT NULL PRIMARY KEY,
    "subject" VARCHAR(255) NOT NULL,
    "question" TEXT NOT NULL,
    "left_version" INT NOT NULL,
    "right_version" INT NOT NULL,
    "left_answer" TEXT,
    "right_answer" TEXT,
    "vote" VARCHAR(8) NOT NULL,
    "idempotency_key" VARCHAR(100),
    "created_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_answer_vote_agent_i_b32dc0" UNIQUE ("agent_id", "idempotency_key")
);
CREATE INDEX "idx_answer_vote_agent_i_fed5cb" ON "answer_vote" ("agent_id", "left_version", "right_version");
COMMENT ON COLUMN "answer_vote"."vote" IS 'LEFT: left\nRIGHT: right\nTIE: tie';
COMMENT ON TABLE "answer_vote" IS 'Versions are numbers of the agent''s versions; 0 is the base model, which has no row to point to.';
CREATE TABLE "api_key" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "prefix" VARCHAR(16) NOT NULL UNIQUE,
    "digest" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ,
    "expires_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "api_key" IS 'A program''s key. Only `prefix` (to find it) and the SHA-256 of the whole key are kept.';
CREATE TABLE "auto_training" (
    "enabled" BOOL NOT NULL,
    "pair_threshold" INT NOT NULL,
    "schedule" VARCHAR(8) NOT NULL,
    "hour" INT NOT NULL,
    "weekday" INT NOT NULL,
    "time_zone" VARCHAR(64) NOT NULL,
    "cooldown_minutes" INT NOT NULL,
    "min_new_pairs" INT NOT NULL,
    "max_runs_per_day" INT NOT NULL,
    "go_live_when" VARCHAR(16) NOT NULL DEFAULT 'probably_better',
    "scheduled_until" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL PRIMARY KEY REFERENCES "agent" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "auto_training"."schedule" IS 'OFF: off\nDAILY: daily\nWEEKLY: weekly';
COMMENT ON COLUMN "auto_training"."go_live_when" IS 'BETTER: better\nPROBABLY_BETTER: probably_better\nNOT_WORSE: not_worse';
COMMENT ON TABLE "auto_training" IS 'One row per agent. Its row lock orders everything that may start a run of that agent.';
CREATE TABLE "confidence" (
    "id" UUID NOT NULL PRIMARY KEY,
    "category" VARCHAR(32) NOT NULL,
    "topic" VARCHAR(200) NOT NULL,
    "agreement" DOUBLE PRECISION NOT NULL,
    "number" INT NOT NULL,
    "measured_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_confidence_agent_i_927d23" UNIQUE ("agent_id", "category", "topic")
);
COMMENT ON TABLE "confidence" IS '`agreement` between 0 and 1: how alike several answers of version `number` to the same question are.';
CREATE TABLE "member" (
    "id" UUID NOT NULL PRIMARY KEY,
    "subject" VARCHAR(255) NOT NULL,
    "role" VARCHAR(16) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_member_workspa_e60bba" UNIQUE ("workspace_id", "subject")
);
COMMENT ON COLUMN "member"."role" IS 'OWNER: owner\nEXPERT: expert';
COMMENT ON TABLE "member" IS 'A person: `subject` is the OIDC `sub`, or `local` for whoever holds the token file of this machine.';
CREATE TABLE "session" (
    "id" UUID NOT NULL PRIMARY KEY,
    "status" VARCHAR(16) NOT NULL,
    "target_pairs" INT NOT NULL,
    "topics" JSONB NOT NULL,
    "difficulty" VARCHAR(16),
    "welcome" TEXT NOT NULL,
    "pair_count" INT NOT NULL,
    "skip_count" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "completed_at" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_session_agent_i_b242bb" ON "session" ("agent_id", "id");
COMMENT ON COLUMN "session"."status" IS 'ACTIVE: active\nCOMPLETED: completed\nARCHIVED: archived';
CREATE TABLE "generated_query" (
    "id" UUID NOT NULL PRIMARY KEY,
    "status" VARCHAR(16) NOT NULL,
    "source" VARCHAR(16) NOT NULL,
    "text" TEXT NOT NULL,
    "category" VARCHAR(32) NOT NULL,
    "context" VARCHAR(200) NOT NULL,
    "difficulty" VARCHAR(16) NOT NULL,
    "plan" JSONB NOT NULL,
    "fallback_reason" TEXT,
    "skip_reason" TEXT,
    "skip_code" VARCHAR(16),
    "follows" UUID,
    "earlier" JSONB NOT NULL,
    "lease_epoch" INT NOT NULL,
    "lease_until" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "ready_at" TIMESTAMPTZ,
    "opened_at" TIMESTAMPTZ,
    "ended_at" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "session_id" UUID NOT NULL REFERENCES "session" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_generated_q_session_4542f4" ON "generated_query" ("session_id", "id");
CREATE INDEX "idx_generated_q_agent_i_0424ff" ON "generated_query" ("agent_id", "id");
CREATE INDEX "idx_generated_q_status_e620b3" ON "generated_query" ("status", "lease_until");
COMMENT ON COLUMN "generated_query"."status" IS 'GENERATING: generating\nREADY: ready\nOPEN: open\nANSWERED: answered\nSKIPPED: skipped\nDISCARDED: discarded';
COMMENT ON COLUMN "generated_query"."source" IS 'MODEL: model\nFALLBACK: fallback';
COMMENT ON COLUMN "generated_query"."skip_code" IS 'NOT_REALISTIC: not_realistic\nNOT_OUR_TOPIC: not_our_topic\nTOO_HARD: too_hard\nDUPLICATE: duplicate\nOTHER: other';
COMMENT ON TABLE "generated_query" IS '`opened_at` set: the expert sees it, also while it is still GENERATING. Unset: it was prepared ahead.';
CREATE TABLE "material" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(200) NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "text" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "questions" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "session_id" UUID REFERENCES "session" ("id") ON DELETE SET NULL,
    CONSTRAINT "uid_material_agent_i_ce9717" UNIQUE ("agent_id", "digest")
);
CREATE INDEX "idx_material_agent_i_2ea7d2" ON "material" ("agent_id", "id");
COMMENT ON COLUMN "material"."kind" IS 'TEXT: text\nMARKDOWN: markdown\nTABLE: table\nRECORDS: records';
COMMENT ON TABLE "material" IS 'A help page, a FAQ or a file of tickets. `questions`: what real customers asked in it, in their words.';
CREATE TABLE "training_pair" (
    "id" UUID NOT NULL PRIMARY KEY,
    "follows" UUID,
    "query" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "category" VARCHAR(32) NOT NULL,
    "context" VARCHAR(200) NOT NULL,
    "difficulty" VARCHAR(16) NOT NULL,
    "earlier" JSONB NOT NULL,
    "draft" TEXT,
    "draft_version" INT,
    "edited_share" DOUBLE PRECISION,
    "findings" JSONB NOT NULL,
    "split" VARCHAR(8),
    "idempotency_key" VARCHAR(100),
    "request_digest" VARCHAR(64),
    "training_run_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    "changed_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "generated_query_id" UUID REFERENCES "generated_query" ("id") ON DELETE SET NULL,
    "session_id" UUID NOT NULL REFERENCES "session" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_training_pa_agent_i_79117d" UNIQUE ("agent_id", "idempotency_key")
);
CREATE INDEX "idx_training_pa_agent_i_1ab26c" ON "training_pair" ("agent_id", "id");
CREATE INDEX "idx_training_pa_session_bcb6fe" ON "training_pair" ("session_id", "id");
CREATE INDEX "idx_training_pa_agent_i_f94f6d" ON "training_pair" ("agent_id", "changed_at");
COMMENT ON COLUMN "training_pair"."split" IS 'TRAIN: train\nHOLDOUT: holdout';
COMMENT ON TABLE "training_pair" IS '`split` is unset until the first run that sees the pair; after that it never changes (invariant 6).';
CREATE TABLE "preference_pair" (
    "id" UUID NOT NULL PRIMARY KEY,
    "system_prompt" TEXT NOT NULL,
    "earlier" JSONB NOT NULL,
    "query" TEXT NOT NULL,
    "chosen" TEXT NOT NULL,
    "rejected" TEXT NOT NULL,
    "version" INT,
    "created_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "pair_id" UUID NOT NULL UNIQUE REFERENCES "training_pair" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_preference__agent_i_97971f" ON "preference_pair" ("agent_id", "id");
COMMENT ON TABLE "preference_pair" IS 'As it was when the expert first changed the draft: later edits of the pair change nothing here, deleting it';
CREATE TABLE "proposed_pair" (
    "id" UUID NOT NULL PRIMARY KEY,
    "line" INT NOT NULL,
    "query" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "earlier" JSONB NOT NULL,
    "category" VARCHAR(32) NOT NULL,
    "context" VARCHAR(200) NOT NULL,
    "difficulty" VARCHAR(16) NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "decided_at" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "material_id" UUID REFERENCES "material" ("id") ON DELETE SET NULL,
    "pair_id" UUID REFERENCES "training_pair" ("id") ON DELETE SET NULL
);
CREATE INDEX "idx_proposed_pa_agent_i_c06ce7" ON "proposed_pair" ("agent_id", "status", "id");
CREATE INDEX "idx_proposed_pa_materia_6c36ec" ON "proposed_pair" ("material_id", "id");
COMMENT ON COLUMN "proposed_pair"."status" IS 'PROPOSED: proposed\nCONFIRMED: confirmed\nDISMISSED: dismissed';
COMMENT ON TABLE "proposed_pair" IS 'A question with an answer, found in material; it becomes a training pair when a person confirms it.';
CREATE TABLE "training_run" (
    "id" UUID NOT NULL PRIMARY KEY,
    "trigger" VARCHAR(16) NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "idempotency_key" VARCHAR(100),
    "pair_count" INT NOT NULL,
    "new_pair_count" INT NOT NULL,
    "dataset" JSONB,
    "step" INT NOT NULL,
    "total_steps" INT NOT NULL,
    "loss" DOUBLE PRECISION,
    "holdout_loss" DOUBLE PRECISION,
    "tokens_per_second" DOUBLE PRECISION,
    "seconds_left" DOUBLE PRECISION,
    "curve" JSONB NOT NULL,
    "samples" JSONB NOT NULL,
    "phases" JSONB NOT NULL,
    "report" JSONB,
    "reason" TEXT,
    "failure_code" VARCHAR(32),
    "crashes" INT NOT NULL,
    "lease_owner" VARCHAR(100),
    "lease_epoch" INT NOT NULL,
    "lease_until" TIMESTAMPTZ,
    "cancel_requested_at" TIMESTAMPTZ,
    "queued_at" TIMESTAMPTZ NOT NULL,
    "started_at" TIMESTAMPTZ,
    "finished_at" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_training_ru_agent_i_87f457" UNIQUE ("agent_id", "idempotency_key")
);
CREATE INDEX "idx_training_ru_agent_i_b3e5fb" ON "training_run" ("agent_id", "id");
CREATE INDEX "idx_training_ru_status_42c8bc" ON "training_run" ("status", "lease_until");
CREATE UNIQUE INDEX "uid_training_run_active" ON "training_run" ("agent_id") WHERE status IN ('queued', 'running', 'evaluating');
COMMENT ON COLUMN "training_run"."trigger" IS 'THRESHOLD: threshold\nSCHEDULE: schedule\nMANUAL: manual';
COMMENT ON COLUMN "training_run"."status" IS 'QUEUED: queued\nRUNNING: running\nEVALUATING: evaluating\nSUCCEEDED: succeeded\nREJECTED: rejected\nFAILED: failed\nCANCELLED: cancelled';
COMMENT ON TABLE "training_run" IS 'Written by the owner of its lease alone (`lease_epoch`), but for `cancel_requested_at`.';
CREATE TABLE "agent_version" (
    "id" UUID NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "report" JSONB NOT NULL,
    "files" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "live_at" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "run_id" UUID NOT NULL UNIQUE REFERENCES "training_run" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_agent_versi_agent_i_16d1dd" UNIQUE ("agent_id", "number")
);
CREATE INDEX "idx_agent_versi_agent_i_3e0b4a" ON "agent_version" ("agent_id", "id");
CREATE UNIQUE INDEX "uid_agent_version_live" ON "agent_version" ("agent_id") WHERE status = 'live';
COMMENT ON COLUMN "agent_version"."status" IS 'CANDIDATE: candidate\nLIVE: live\nRETIRED: retired\nREJECTED: rejected';
COMMENT ON TABLE "agent_version" IS 'Its folder is `<home>/adapters/<agent id>/<number>`, immutable once `files` is set.';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = (
    "eJztXW1z2za2/isYfUky43oTp06zSrczss0k2iiWK8tJu9UOBZOQxZoCWYK0otub/35xQF"
    "J8l0m9meLFlzgCcUDwOSB4cF7/bs0snZjsuHNHqNtqo79bFM8I/0/ywhFqYduOmqHBxbem"
    "6ImXXW6Z62ANxplgkxHepBOmOYbtGhaFrl+n2EUGQ7fEoHfImNmO9UD0YzRmpnc3RnBvhg"
    "wXTSwH9W1CO12kmQYfnr1D/L7EJToSt2PonhAbuVNiOMix5uwYJqBbGp8BH3oP9/Ko8ZdH"
    "VNe6I/yKw+/4x395s0F18o0w+PlHa24598zGGlENHWj4v7zP362JQUxd9Ml0gclBpxb5Zj"
    "uEMQ4cC8cOWeMZuipmpkJv1aCqx4hgycIWHVqCnvMCfqCvH5WBEj6SykHpXqPLm16v9R0G"
    "te9VMZ0E8/25iHY1HPTmpnvxXvQEpG9VzTK9GY162wt3atFld4/P8hho4BqfLHEwv31saV"
    "DPNIMlFDb5mPIG1/HIEkw9atDJBHsmLLDWzxOParCuEF+Zx8FqNXR2TMmcY/lLMMsYhape"
    "9ofqtTJU1VZmacJsUisoaNI4BziUBl8IgNF3f9wIG9Haghucf+wMnr9+80KgYTH3zhEXBX"
    "Kt74IQu1iNuB8BLv5mID+fYicf8rB/CnQ+0XXgDhsivKP3N4QvBGgHkLZm+JtqEnrnTvnP"
    "Vy9frsD4S2cgYOa9BM4W33D8begyuHTiXwO8I3zFa1UB37B/A/F982MJeN/8WIguXEqCG5"
    "9WBuMh34jyMU6RNQLqFdAOld+GMPKMsb/MOKTPP3d+E2jPFsGVXv/yQ9g9xoLzXv8sva4X"
    "zCUzlX/bZrZbBfwMoYR/DfhvMSOq+PZU2VySVI0APrnFnJyelthjeK/CTUZcS2LNZRyVfM"
    "Mz2yQsi/aZZZkE03zA06QpyG857a4wDwWX/S72s36/l1jsZ930ar75fKbwz6jgAO9kuKK5"
    "ezlMwT6xTNOaq56tAjRZ4N+bFi7YY7KkKeAnQLsr5F8en+wf+Iv+zVlPQVcD5bx73e1fJv"
    "YV/2IS8IHS6aUQdwg2DTZT77gEnQP4v6/7l/l4ZwhTcOuG5qL/RbzPzkCPieW3nmG6BmXH"
    "cL+nEMcBqNU7fnpzT8ntMEB6x59asJkwd2FWYk2KrB6Mgds2hjEaX/3++TbLlwt+xTVmJJ"
    "83Sco0awLS4/A/h/hx5g+o96m5CL5Hq6Sk7mfletj5fJXgz0VnqMCVk+R2FrQ+f5Pi2XIQ"
    "9LU7/IjgJ/pP/1JJs3HZb/ifFswJe66lUv7FwHrszB+2hqiljh6hVqMq15OUW+B6MN26MP"
    "1AmBxispLLaSVZWcVUmm6bKqr6svcRNRQo/Sb3uVqoJV45Yp7lEOOOfiILAXWXTwZTLe9j"
    "FqjivsbHOkxwo9bo9XbwfKkvzawvjoK/rQg2dK7POxeKr2W9xdr9HDu6WoD8A3F8VW8G+L"
    "OA8v2nATFxgbIkrqz/4g/VINgTe8GD5eae/6rARNmcOF8st0lrMykMWXTCzwD8Bd0QqvPl"
    "QE2Fis/UMTaF6UMIzK98tEVToZrx53EMbG4I1udgmKbCZDtkQpwtvHxXy4GusHGIWsGScF"
    "lcSuGSuM0fcmPE/LGajBcLrcIbIXXtj9JUkLawloYwOJ9Ik9eS4226jkKUBl6j1hLI7NaJ"
    "FZPVE1J88lKEpzjFugEkxcD2KRla/J8SoiofcBgb7yB1EPnwzk5mKXhnmOI7MUsYDojzzj"
    "VFTkqxc88jvkrqQ6zroz5LXZehiWXqxAFvovHPU2tGfvkH1rHNxRj2j5/FkMjQf/nHz9Sb"
    "3RLnl/ERMmYzT9wUWfzzjcYTwyRsDAMw4mZ9lXZwjxEd0bBphm2GMIJfwu8JuRb6e9RiU3"
    "xy+mbEZzNq3S74sWrU+n6MOi6aWczlgxIUAIWsCcIUBbNgqNf9oqDnNnZcLsYhf7UhscZe"
    "FPlG/RG5iflP0Ppvxl3KZ06hq9Tycmn3qGD6qmk8POofxVzsegz9Cz2D3s+kc1SNnKP8BZ"
    "MBvUsLDI8RQQp3g+7MwLJL/f0dTOKHk1c//vTj29dvfnzLu4iJLlt+WgF81qTrL/UsnuCx"
    "oHDsMhq+pOfIknp/ngstDVPd0AMrcgWMW+edy4suKLHbaDnGiMIG1kbwoo/oQBl2B8pFGz"
    "nENRyiQ8u/lfOh3/Qn0eBRyvEp6cf2powbW1qtHvNie5P2gHCIbTk5ho5VFuGQQloct25x"
    "FB/XKtxYEkhmSPOvNP9uwfwLO/gaLI+RScNvnQ2/8RNBWYE7TiMNvmkRwqMV4Ywo9nuGqS"
    "WUK2zny+PthnbzZcDVYa7PR23m8dezqr08q5VLrOws+qGirST2Gyoz67CoH8U/ep9LoJ9V"
    "gVbR2kVm9jydXcIIv0JjJ/qpD2HHR/V1gR6QIewQ5GsCGCiw3CnxNVjPWKjXYu/QS9BnwS"
    "Vwykfi/kdoPjW0KZpihqgFEX+gL7Mtjin/T1Z5t48brtaoGTqZ2Rwgqi3Ue7J4RLVmkklC"
    "BeoYd9Oo4b9S71UXvRfzbkH9kK+oKQjriUhkXEm5uBL+nKxq6FqcphE47ztwKr0HlVTsps"
    "mkejdHvZvcz8uDm6GT6OagK5agL5RU2TFSZGttGgekaNjFnuGvz+rQp+kk9tWxD8XvdQxG"
    "IW2dP5StnvJ+2Ebwlo7ooPvhI/8h1s2IDrsKZ79B1rEBvS0hrrwtFFbepkWVtJxfQTDMIW"
    "3Ce7CH1BHSslCMfnMtC1LzLNWldVDXbVddukXlnm1wJrXyFHv+laOVSj3bCL9Cjyv0Osh2"
    "rDsHz55BJq7FMYIdB43Bzd74NkbPXQtNOBeR4b5AmP8F5dr1x84PJ6dvQjXcfGqZBIiFju"
    "6e2Dk+eLu7zeOpwqTOrS46N5mIa7fSlP86VUE4otgOxk9qpdm1i5hu3BFWSWMcUTRwCW8/"
    "15k8DRRD39zTgImZC0k21+F7mlZ6HNXZ44h8sw0+3Bp8TlJKLteZyw55sO7XepuTlJLLde"
    "ayTBsj08bUUaezadqYnep14gGnedqdVEDqCh1POhb2cU1PnxLh/WQTx/ecOkYQGQlNpqXd"
    "I8vRwbeKPBCHLx5I6+5CkvcZXkD4nuMijByP+toY3u4PkVH07OwuG+h56qRuroMb45a1Oo"
    "TCw+aguzJtbIxKZowtnzEWci+o7pRzZ2qZOZgXOqBkCffngXLyckeYbz14U5sS3cvLPloy"
    "fDNGv8cATmsyqagIbvXfv2/zXXYyohedbu/3NtKxYS5G9KuifIKfc0LuzUV6e38Cs/zU8q"
    "pEJ4fd97i4D2RtA0d1nOPXUIhljGJ/cB7KVgEnUPV/LFrJoJEg2uMGcTM835WlaOc6YS4N"
    "6NacqjODernZCQvXbx7p/hby60NZyRwdFcyJBWmdCuHN0O0P29NDgZa/G5AGSuXHIbXa5p"
    "tHuj+AXx3KV+3OEglo1PmU5Lhjl5Pa0mPscWO2HeuWD7BQb4nr+h60VaS4M2U4VAZt5FOP"
    "6NWgf9Y56/2uhhdS448ojPa1P7hWOIMsV51bDlvL+XL71tVQdtZVj7pGTs2X1brjHHKpQK"
    "6bAjmj51wvHLXAv61iQOra3m110OFs27dtI71mLJFxjlYzmea4WKepJfs9qtAcY74cyYw/"
    "5hg2QH5aoeil8B571UZTa46wadwTxEDXiE3kxyiI4NEw89rYDygdQ0QouJgxSN8Whp+Bm1"
    "lWv7mvm66OSdX4ar2z/GTIrmUbWiYqVTq91UU9GudV2XNinKaBnkOvT0oID69PCoUHuJQ6"
    "jYuXoALCS4IGwntSyrfwZIVv4UnWt3C57+XYIYurlCWo9lmg7GmEsG1UKJMJGbd8BieYec"
    "5a/igp0ga6FR76gUJGFcmooj2DerBRRcoDEXPOHND8C0erzmZk2eXxYxnvQPBsHKbiMfQw"
    "gicoroAsB3w83qExI3+NkWZ5HGD06ggsaa/RyDt5efIGzQ3wDkGGe7SMBwJfX5E4G5tzvG"
    "DgL7JgOSe0/d4fUoF/ECnAHYJmWId+LnF4R3PR9gOXLEcXJ0AcHfOej6E0zuKYA+3i8Qt0"
    "Z/l5xg2RAty06B2fF5TUdVccB/0HFQIF+StzAkyk9475x0O3FQm+Df2bKritinmLVbAozu"
    "x9D1Fb/0LPYo8j03vX6PQZrZGyoEcU8oOYVlHz1yyD5JlxVyiaBwRNksv/eXLy+vVPJy9f"
    "v3l7+uNPP52+fbkU0LOXVknqZ90PIKwnxMWs9A77S5Vzfdi/gcf67WtNbLzgZ/AcfIvTbM"
    "dIZKLtxMlIJtqWAXBHpQPgNrKEbe9MkKqtmHM4yFZfLD4lLJeU+tey8+PnBcvmZLByx1Bb"
    "x5eZuYBKHJf/JsyXwU1mQSJPMxSRuRhtmuiDcqkMOsPu5YdjdEMFNb88xwxx+dbmErmO8J"
    "Svm5xTwj7u6pcJskzTmrPleQTcZSCZASOBdUi0ah5zrRn/wZe5xo8jrnWExgQ7pgGmojn4"
    "wsMNGObHmVsy4WduPnoHzhb3YgS47hgu8e/hcjEdgZ8vPAe6XaCxSTAjvml8LE40QQuxLW"
    "06Rs9BgBRJUzVw0y+sNJQ6Y/wRFsxLFBbKKzb0R6y0SWwuMiNqnY4KB1e5Jhg0iIGp4jkT"
    "vcNtFI0C5Wk6F79DbRqsL0a0f6VcthFsFfxlu7z+qohaNv5rC8Vsrj91r66gid0btg0tF9"
    "3r887gAtp0g2l8g65LgRtmeU5eFFlJ9i6p98he8UZV5ezn/oXSa/vJn0f0fafXO+ucfxLj"
    "m/DRrAc3YIfO8qI4z2LYf4/oP8HutZP0itIAv4ejJL9d/pJegXFE0kCId2KE143JxND4rC"
    "st5iRVA7He/vZsmzjHnXiFWiToL3UiW9eJhN9tlctkrFom+RzSJuRl3fcHFITbNdBPkUnk"
    "10Re45Ls2mJ7fIAac6AF18AZqns97J77sQl86cDGaWh+1EL/ZqAO+1fhVX4eUYUT34gO+3"
    "2VA82PXK5lqRwXOIfdXPW656I0qe7ZpqGJ0qT94UeIirCEOqMWH5pAO1RF1REj2UDfcThv"
    "VgUDXaAwq/LljpHU4+MN92vMxzumZMwyZUUlkgSVDD7O1smINKgZWB/JmJcklTFSdXZplP"
    "bA4leqWfbAZAI9rC/WSp8X0cn3us7v9dL4WJXFCULJ4zrzmHAI12FxnE5yuM4clgEHW/ev"
    "jDsTlHZYTVBJUGUUx36iOHJW7hZwvY5Gaiiyyfe1aoRMMhVijuLsLCB7/2lATFxQSDZVk/"
    "yKD3Ww39IM4N936TH4GaJbDGy2cnwFl9eOVnkJzuK9ShQomhLTRjafzRHC6H3nV4jfwWgC"
    "XnkQ2GNo98Rlx2gcBtewcdt3mAMF8tKxjiHM7omOgqAe/sedEvDEgyiXvIJF+7itcBAM3o"
    "dx4LAX+giywKuPOASJ1BjOjI9jeS4zdMJnwtsgpYRY4e/8yCMIWhL0vDPEKomwp1mJfBJB"
    "nZLVpc3BkU9669XFW0/WUtqtq0Vx4MnjVrdDCEIRBsu28BQe0c+dwaeL/tfLNt9HnHvImT"
    "iiw85ZD4qzwrTAL/K8P7i4Bs9ILYwLfHrrWf296BpkjJblr3ac6nQpSVSxXyaIpAVz6xZM"
    "aYIpfh+aa4KRqr1mqfbqeXKXmj2p2Tuc1bqJYo9PAV3e9HolNXuOxZc+/3RuQcV3FYwlVX"
    "zlVXxEJJTLU/CRMNXcCvVe1KdM9XHiMIu20Zh5t38SzV2Gyfa7F+eidXwEmrexaWnYHKOJ"
    "JYJnIb1qTF/mWveERrq5KR9jhrWpQXMyuO7pnrkKt0Qxt+DuMnVrbXVsIYcyqBcfeWMkDT"
    "zznpyeltG0nZ4Wa9rgWlI0dKz1Cy6FtHsMi/STBFRcyK3+10vheT6nkIVf+e1KGQzbKDbW"
    "k+vS5EG3GPrmHnRlGVdZxrUOAm36LFHnMq5XDpkQBwoViENFjpyc6rFSXraXfcVxp6TgzM"
    "KUM1C0Jp68xjf9alNM+dzFBd3BE7cdpKUkuuGyMCGmSEXjd4WYKlGOlcuq/H4Ca/hpZL5O"
    "+7z3iPpMZ0K+9s3ly6Q4BsvNi4P81JpchOftBkVxH493aByUYRijuWO5vLNDQF4j+riNXo"
    "bnAJEIR7DqaESB+XDBo/d8E6ViWDgRGDPbclwwyVPCSufLkQb12gr7C+aSmWo71syuZFTM"
    "EDZC8N+3dVGG7tXM8LVM4Vb2PVgSyPW/TpYayAhXKb4+opCArwF4+OGvAnmcRoK+BuiB9J"
    "XFvDAWOEaxVhxwzRT6244EllqbtdZ2jbQ0MtToKfwR4PhZEc8YyX4PWrUEUzoiPAbqngvF"
    "JNd2Fv6K1VErhsbUclk/yoHYK73rGqkJP4RclWHST2GVwjDmHVFSXRhVnhExIpgGSWyP0M"
    "TyqAhPCcNy3omU0USzZoQhjNxgHYR5qwknDSzoYVgK6APz7Ox7uWdVpVuUpzhMTB1OQmrl"
    "aqiVMw2aYzIpzhwUdG9SxZWtnRWkRmfPCgZm8xnkLN9VCoaIRoIu1ciHr0aW2bdl9u3d55"
    "SXubefajHvoFDF4dUhCY9kFZd362rQv+pfQ7GQcIQRPeffqe7gMzQuw/5FXZHP3evroK7I"
    "zGDh3Z6cXVIDXQx9c/0GdaIZ6+U3S1LKDGfS7HAQ7/J2zA4pXVNZTFNkMhCyJsacxqAprT"
    "mPgbrlsNJ4EqwNgY1n3TrI9footKntryCyNL0jbAHaZuaHS8NbZAUrE7S7Sz/7MGA6x1oW"
    "i6UuNpTFQrcfNZEVgyq9ug/ZfnSAygS+TI0HUhHmVud82P2itJFPDWqEz1c9ZeirEWY2vN"
    "P6iMIxnneDIqaONuUda6JEcLHDX6+ieP9Cc1+abH9mv5NDKRUiaiRVyigVUUhzyNbNIU+m"
    "Ra6ZbLLrDWVOTPAmyYJcbHuNkTTAIrJvw6sQIjXLyzsrFu7fSSJZ5ym9eQfl+6qBmiSSoE"
    "qXeWmwgCcNhOB1+J6ilUYLabQ4iPdZKoRrrRAuVqslnTYNsmESvA8hwr+GHp0NwTxXp74h"
    "WM3Tp2cE9f2WTTmYxbRLZXYCsxyNdhrTYrV2GB1RIf5jzGzT8PMcepQRF4n6r7FSIY5H/X"
    "IjjJCoBMk7hCeQuEVcMVxERQpEP2kLQ88N+oD5i0Jd9OZFNv5jT/dcXdjE0MnMtlxCtYV6"
    "TxYlKpxAREgykWnYGu8Z5LgBeVAq+2uj7JfF1LfpVSHDRWS4SNNBl9EJMjpBRifI6ITyhi"
    "UZYFY3iyqkmKzy0VwSNMGOuu8PpgBPrZ7GKUMnkzllLVOQIJUfKhnfr/PyBJsWLkA3TZgC"
    "dwKUhwfvCuwu+jdnPQVdDZTz7nU32FWWVghxEZp4g+HrXAdKp5dCe8Ifi9++km9MnEbu5V"
    "vfy4XKKF+AKeGsFxLXeF9vDQed7mXbz3Ayoh/7Pb5Yh21RVsTy1qoE8LaEhPO2UMB5m5Zv"
    "0hqzCtJkDmmNWbGuRFlKen+1Qnp/lZXeHSJy5ajVS2xmKZsH+fYrbS5V6I5XtSRdDqlUHE"
    "oHm/+HfhYxG0hVNicoJZtrzWbpTrPl7XH50KowmFSENp9afoJqVW62OQtX+oE9BmoD6s0e"
    "KrIrCs7mYpvaO7eAcWXHunruto8inf/V2bjE78a+erK6bxLUsJRYMaphGugy2KaLmDUI3T"
    "U89wZebih6/PJRKb89xysXk9766hiuSyi6XQj3OFE8FOqnQRk1k0CRMmxalKDnY/FLJbal"
    "TccvjtCt54oaZWMNti9TDbRE4sg1zrrq7eg+olwbOGsx4o7RxPgWc/Nj6PnfIx+SEXDA0B"
    "lnwqgVKEITbSaZuGq88fsLhN2YJyHfpR33CDHL9xoEj8HFiGL+TDM75l7IOOP8am18UHdu"
    "UDZqIewQNOXr4Ad+g2BmYhBKDPAnRH96uqhQ5/g6W1H+jV9YoCl+IOiWcNh86wviK8waUU"
    "qw84Pu2aYBfiJ+uTsgDAvFoU7k+HhnQQeKJo41QxgF1jE+Mr/F3EIz/jVq86mCM4RBObB8"
    "uiKVNvCFelBmm0+H6hznFptyroXXXagMBHdeIrx0pxS/xU35IMScHEMFPChktyyCrU0NU3"
    "/GkN8cDkjQHX8c3swnCZaO3fleLkPu/bUmvEbh0t+t6H2NKGFM8o1vfEISWL7M4TvKZXY1"
    "obGLguvD3a4lRuCd4Af6+lEZKMifBOpeoufP+BN6RH92hJ5xehgH/ksesOlhqFL47IX/wZ"
    "MeoHXwAOX3vLvL884oZ0KKkdfZGaY1/DhQrsF4xDk65ejArjmi1+cflYubntJGTJsS3TPJ"
    "iH7uXN50em3Ev26eH9Lw9C40B5iTw98EKr4LrV9vlBvIteFTj+jg5vKye/mhjYKdZESVL5"
    "3eTWcoGqM9hbPy5vxcUS6AmHmaRogu6JV/K+cipUdYiGxE33e6PWiZYMMU6UM7l+dKTzT5"
    "H2WzLjk+pGXxCSyLMix/B3468GlcC9gsoQQ3DW5wYMiiWuyVEyPZyCmnZtvD3r1vXGJXWM"
    "xhd7mEszmXXGyqgE+lZFZJKglrGlbTYjl4rnCLDAmkO2QJd8hA86JWRjlNKNEugbZr3RPK"
    "VJs4KiP81jmKghWQ51JL3Evg7sPFVNApVoI8TSjRLoG25jkPObaIYkluSSCdq7cv3mHIYl"
    "TJ3T1GIhmydYbYU35qqcSPiKIe7IDbNoYdvsGjCjsiCnns3AR3zPIcXlaFvYcUTdAC7juE"
    "DzTFnkM4nnrOt7lYCZumawL2Ow99dzCb5u3xhVqAGIXUAGQ0AMIkLPwTqqzcFFnzFu5OTA"
    "cxX48K6zdFJddw/hr23RoysK6Om0iRyjSkdY6byHGJqsrvgiEk3+vMd9/Yvwa3E4QyKKrW"
    "TBYeh2txOUkpX+U6c3liUIML4+uwOUUq+VxnPssQRxkpVocom00yhq8ZMlKYyal6vIjgzp"
    "dovIPczzaOFvlqOffMxhpp5cSKRBePVkWKzBPddlm6UHqu18VzXfzNQF6s0wr719lPvU7a"
    "LJmUpBj9ZlX9yQgiZeJRxad3w2DUpoknSRnZNsD1flOIbOMTaW4BEgIxeZuWHxGDNAmiSq"
    "JpRXGrQxxDm+bJWsGVlYIWjvrURsoqtKzkClk5BpVgX9xMutrl52YrBpViSarwSFMsTBXn"
    "pW2CPHVyelpCnuK9ihOOw7Xvqe9BTqxAMcJB9waiuxtpFfLf5+lMVrhORiT7dw47cHekCi"
    "Lj9j9m3/8PeFE/5Q=="
)
