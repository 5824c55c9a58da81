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
COMMENT ON TABLE "event" IS '`stream` is the id of the session or run; `seq` counts 1, 2, 3 … without gaps within it.';
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
    "created_at" TIMESTAMPTZ NOT NULL,
    "deleted_at" TIMESTAMPTZ,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_agent_workspa_90733d" ON "agent" ("workspace_id", "id");
CREATE UNIQUE INDEX "uid_agent_slug_in_use" ON "agent" ("workspace_id", "slug") WHERE deleted_at IS NULL;
COMMENT ON TABLE "agent" IS 'What is being improved. `slug` names it for OpenAI clients; deleted agents keep their rows.';
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
    "scheduled_until" TIMESTAMPTZ,
    "agent_id" UUID NOT NULL PRIMARY KEY REFERENCES "agent" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "auto_training"."schedule" IS 'OFF: off\nDAILY: daily\nWEEKLY: weekly';
COMMENT ON TABLE "auto_training" IS 'One row per agent. Its row lock orders everything that may start a run of that agent.';
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
COMMENT ON TABLE "generated_query" IS '`opened_at` set: the expert sees it, also while it is still GENERATING. Unset: it was prepared ahead.';
CREATE TABLE "training_pair" (
    "id" UUID NOT NULL PRIMARY KEY,
    "query" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "category" VARCHAR(32) NOT NULL,
    "context" VARCHAR(200) NOT NULL,
    "difficulty" VARCHAR(16) NOT NULL,
    "draft" TEXT,
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
    "eJztXW132jgW/is6fGl6TjbTkjbtZmbnHELclimFDiHNvLDHKFgEbYztynYI2+1/X13Zxu"
    "8E81bjoy8hyLqyeK4sX9376OpbbWpqRLdPGnfEcGrn6FvNwFPC/4lfOEY1bFlhMRQ4+FYX"
    "NfGiyq3tMDyCdsZYtwkv0og9YtRyqGlA1ZsJdhC10S2hxh2iU4uZD0Q7QUNbd++GCO5tI+"
    "qgsclQ1yJGo4VGOuXN2z8jfl/iEA2J29nonhALORNCGWLmzD6BDmjmiPeAN72He7kG/eoS"
    "1THvCL/C+B3//jcvpoZGHokNX/+uzUx2b1t4RFSqgQz/y+t8q40p0TVRJ1UFOgeVauTRYs"
    "S2OXB20HagGpdqquiZCrVVaqiuTYRK5paoUBPyXBfwBd18UHpK8JNUDkrrCnWu2+3ad2jU"
    "uldFd2LK9/oiytWg0evr1uU7UROQvlVHpu5OjbC2NXcmprGo7vJenoAMXOOdJQzz20eGhu"
    "Hquj+EgiIPU17gMJcswNTCAo2MsavDAKv9MnaNEYwrxEfmiT9aqWafGGTGsfzV72VEQlU7"
    "3b56pfRVtZYamtCbxAjyi0ZcAxxKygcCYPTdazfERpTW4AbND43e0enZc4GGaTt3TFwUyN"
    "W+C0HsYDXUfgi4+ExB3pxglg15UD8BOu/oOnAHBSHe4fMbwBcAtANIa1P8qOrEuHMm/OvL"
    "Fy+WYPyl0RMw81oCZ5NPON401PEv1b1rgHeIr3isCuAb1K8gvmevVoD37FUuunApDm60Wy"
    "mM+3wiysY4IVYJqJdA21f+6EPLU9v+qkchPfrU+EOgPZ37V9rdzvugekQFzXb3Ijmu57ZD"
    "pip/t00tpwj4KUEJ/xrw32KbqOLdU2RyiUtVAvj4FFN//XqFOYbXyp1kxLU41iNGsGfApL"
    "G+5FccOiXZeMclE3hrvuhJ8M8hos9/oNY19LlvKS17DFqflKt+49Pn2LNw2egrcKUeew6C"
    "0qOzhJ4WjaCbVv8Dgq/or25HSRo+i3r9v2rQJ+w6pmqYMxVrEaMuKA1QS7xbArO1qNbjkl"
    "vQut/dsij9QJQcYLJUy8lV0Korj6TcNtcg5VXvE+sMWNWN7zOXGQu80iC/Mxmhd8ZHMhdQ"
    "t3hnsDHKWmT4a62baFuHCW5YGj7eDM8WC+LU+OIoeNOKUEPjqtm4VLxl9C0e3c8w09Qc5B"
    "8I89byKeAvfMl3H3tExznWcNQb88VrqkKwx+YC3lNGyYZAvQ+A+Z23Nq8qVHbgINoIqyuv"
    "laqCZGHKNkSoD43zjnzmTVUVJuZuOo4ClHpupcYSzO5m3YzM6rH5Pn4pxFPYO44PST6wXY"
    "P0Tf5nhbmfN9iPtHeQ1mo2vNP6NAHvFBv4TvQSmgPhrDdgXrwi8oZ8ImyhPkSqPhm+aDk2"
    "Gpu6RhgEFoa/TMwp+fUnrGHL4c389ItoElHt159+MdzpLWG/Do8RnU5dcVNkcnsKDcdUJ/"
    "YQGrCJkw5b7OAeA2NgBEVTbNkII/gmQiDIMdG3Qc2e4PrrswHvzaB2O3eIPah9P0ENB025"
    "fckbJcgHCpljhA3k98JG7dYXBR1ZmDkU68gbbUiMsed5YZK/w4iR9wtq/05FTjzl5EZNFp"
    "dXjpT43Vd1+vBkqIRbvo5ro3+hZ1D7mYyTlChO4g2YFOgtI8fPGQokcKfeCDywtxTvL//4"
    "R/3lqzev3p6evXrLq4iOLkreLAG+1ekn/cdiqGc7LxWOXWotGHciL6T358SsjbChUXDbFB"
    "y5fL3WuWyBu+McLdoYGDCBnSN40AdGT+m3esrlOWLEoYxoUPKb0ux7Rf8hI/gpq+kpHtI6"
    "WyWilXTARAJaZ0lnKCOWyTJcYr9ddTvZD0IokXSF0ZGD/scRsHf2QEQmoVuX6g417BO47Y"
    "+YfACh5XGApMs/MUtBA8k4gHi5FtHGQkAqY+vKkIGC/GmpuoECmMHXUHlETIYIyhwiiK4I"
    "VjW4ozIyNJA0IVyjIJyhxH7XMKWEckmUZbG83TDCsuBeHub4fDK6En08i0ZW0l652MhOox"
    "842lbEfkNnZhkG9ZP4h8/zCuinXaBFvHYW5cO+luWv864cL/XUWVS99ys96aNrIIuZdwxP"
    "nwFvd36CwNxBQ4uRMX0coiPHRGOuFkSd54ivAoHWi64+NP5Rf30Gvi34OpuYOgFhhBl8Wh"
    "luut3d5mlisXRHlcYdJWm7O6Xteo9TEYRDie1g/EMn8l17kTR6R+wMSyUf3lCigkN4+8xo"
    "6YrIh77CrghsO7AlZx29J2WlU6LMTgnyaFHe3Bp6jktKLZdZy4w8mPdrPc1xSanlMmtZcp"
    "AlB7mMXrJNOciF+GtF/TpRTlqWdyfBWVvi40nS5Z729HQNAtuxkUWYx0c6QUCegiLdHN0j"
    "k2mE2Yg8EMYHD2wCd2BL+BTPgeHDHIQRcw3PG8PLvSZSjp6d3WUDP0+ZYiFl8HRu2atDDP"
    "ixGehemKZOsJFj0YVSCXxvudiuJqgA7f2Ce9HttmPv9YtWcrfk9acLpXf0UuDPK1Fvvkoz"
    "kICerToTrp2JqWdgnsvsSgvuj+FVf7EjzLfO7xpNiObqOU7KFRheEfk9crzM8bigI7jWff"
    "funM+y44Fx2Wi1/zxHGqb6fGDcKMpH+Doj5F6fJ6f3VdxCb1fwCr3NdQq9TfqEJqZbhMAY"
    "VN/j4D6QsQ0a1fC8AJYRif3BeShTBaxA1f+aRqGARkxojxPEdb+5q0jRzn3C3BrQzJmhTq"
    "nhOlm0wdzxmyW6v4F8eigjmaOjQjgxZ+dXLrwpuf1h+/pQoOXPBuwUU/lySC02+WaJ7g/g"
    "l4fyVgssLk11DYdm5BVZ7nHMEJdux7K5HVPesfV4Tjk8s4JMp7VZZmVY+W+bY7aRN0x5yE"
    "mi6F04Xub/IosqT/q9hrwCwVOxvQ94RFQLGEX+fnBkMvA5/YyGNvk6RCPThSSGL4/Bsj9F"
    "A7f+on6GZpQPBtdBd7AhEL5QA9EM/9fO75a5Q9C7qfAdkK+p/YGSAFUWV1mop1VBDyVkoC"
    "T56udDPYXkBb3LNal8gSrtbPxnvX56+qb+4vTs7etXb968fvtiYVClLy2zrC5a78G4ir3X"
    "09bWPf+1Rda7Qf0Ksp9O6yusdE/ruStduJR07c51E2fgm78vLiIid8bFTFi5M07S0dJLjD"
    "w62kYrjO1ZxIk0TBmmcTpRU76NvBhS6tdF5aetZdPiYjByh5AM41yYruTRIszh30UK8GPE"
    "RU00m0BSDCrSWth87ayj90pH6TX6rc77E3RtCGl+eYZtZDFiYQYZwid83GRYzfu4K+T1aC"
    "DgBxDmRZdnjDrEs9Md8uggiIyJJOe3czTUCeQdFW6BodiT4JcQyxxNhugIjDxITYpGENjO"
    "Td+RytXhrwNi2TqyMnj8HckXEOmLZ91Lc74c5vzBpYPwG/VZI0UihuFzdo7CViDnQ+PyT0"
    "j4gLX5wOh+VjrnCB5n/rB1rm4UkSACG/aMiAwRVx9bnz9DkX1PLQtKLltXzUbvEso0ao/4"
    "JFqWrBG26bIs3tWK6l1I71G9izTJRTT7qXuptM+RkB0Y7xrt9kWj+VG0r8OLrRzagBk6rY"
    "v8lN1B/T2i/wNmr53k6R5xYO5MlhGuyF/qRWXkcm+F5R6/XfaQXoJxKFJBiOsrbYmrL9kS"
    "V09vidPoeExHvNeFBnNcqoJYb396tnScsY18ievCry/9Flv3WwTvbZXbZHaxQ0YyRNca/Q"
    "cUAd3JOSPcuF0D/YSYRL448pE1ehr53MhAQkqy3ZKO/6gDIgXrE1s046KSXlE2eoV0ea/2"
    "SFXL5R3fsYm1+Vr7NUM5+VyX+ble+NeLqjgmKHVcZh0TDuE6Ko7KSQ2XWcNl2shYXrUWoh"
    "BFY3Erc7JiUhJUmd5xP9TbjJG7BVyrd55REtn487r+oWT7PxqpnO/SDQ/9KUiK+UTEkRQZ"
    "ZBj/yvEyEsw0rLNKLkzCbNM4R0PbvYXzCxY07m7rsilKh8dA4B7q5gjrQzTm/88mJmQz8M"
    "kjgkti3hPDOzNGcL95G1M8mlCDZCbG3Mc9M1njsdQi/t0leby8bBNfQynUl5zLHopUMIi1"
    "k3OTmbn+9v9Ado+UA48kV3Ag17o3HaV3jswZ79HAUP74rPT65yjS1g8PJ0pHZD701XVEyq"
    "RiMqlYGQza5AqizEnFgvVbhoEcWdrlW8iRleSTJnI+sKswn5McZ2lalsa0PDwiMx+m/tmU"
    "RQyfRrMvDrDzpAdGs/vpc1sRJ9aNzKkFj7Q2MMAs4dWAuMz4GuqhLIRkBzP+eBVO1JEUk4"
    "m/0tl8TIuOCh1JF0qUg8EG96sMg+2HsTZL5nDb9YQyIzqf9jKswHyOWkREMusL09NEFkaR"
    "86HA/B0XkuS0VA4goE0WBTUuJEFNgiodMPlQV9cBszCC19F7QlZySSSX5CCeZ0l7KDXtYZ"
    "XQPGQ4oFnJQYsE59PJFSqCecoE3S+L4WBg2qWbNoZZhq82iWm+wzY49kE4dFZy29aGtqVT"
    "j1ngQooMJLZjCOLAmI8GR5y5IFJiiGwbUA6N/4zw2AmSZVAHGYJ0MJpg447XOqLGA2YUGw"
    "46e56VCW8v98xkNiwmX6qRqWU6xBjNxZmoSXZDTuKNJ1N0eP0Rlo50Y5fGjb3Ic7OqM2Mh"
    "UAl2xL6dGVwxFu9BIfdRVEaCLnMzyNwMpfSLyswM1XHya4xbVEXm6IVAFUIo+56f4Rh73p"
    "9CscSojIwmLlfJGtFEsRDJnmRWIDcEwiV+GGr9XqPVgbtxjAfGh277snvdPxf0cNNdi9G5"
    "5VOckuuwAjN+hmiJVbHurL/SG/blkjfsy/QblhH+S21HLX5ufVqyepBv/6iihWOGuUW3FG"
    "aIbuAJKBnu29mrKQOSa9k4hxaXinjWiqo5JinVXGo1y/DjlqfHRLbvgtBmS8tXkEwXIOPm"
    "5QhOHst0ASVKF7Bk5t0CxoWJCOWcbZ9EOvutE0OcdwV1rtvtH7W7KgjL99zMHVbRy8crBe"
    "2Zu9pWq9oNo45DDDiLAmLjYq8u7O2njo1ETkWEddMg6Ch2LsXzY3TrOiJJwHAEo0xX/cW8"
    "d7xGOk6/o/vAaRtDiNTaxBmiMX2MxPhtdPRt4EEyAA1QzeZKGNR8f9Wi7PtzhJ0IY4A/N8"
    "w5RrbpsQOAGTDnNRwytZyBsaAR2FxHiHfZ/hkNGe8uC3MqjCZU157ZyCsWR+uJ8js+Cnkx"
    "bxAcrrsjFmSf6AGzSTgeQ0lokzxazJuQFoM1GIPcdFBjjoNwT1QwodREC7wSfEE3H5Segr"
    "xOoFYHHT3jv9Al2rNj9IzLQzvwL3nAuitOd3j23HvuJL2hDPQGfs+7Oy+ZyTqe7Ih4meNm"
    "tf6HnnIFPmw4BoijA7PCwLhqflAur9vKOQrO7B0Ynxqd6wacXIENF+vruLl3cGjI4W2l9C"
    "aBgs9C7fdr5Rq2SHrSA6N33emIw2H8mWRgKF8a7Wv/xJhwTuGqvG42FUWc+GK7oxEhmpBX"
    "flOaYicmI5C0BMreNVptKBljqsP3ZqPTVNqiyHvp6GXZmikDHD8gwCF3U+1g4w+8GtcCNi"
    "0owU2C6xvEaVTzyQERkY24ASWbHvZOAnCIVWAwB9XlEE5vlXewrgI+hXIQxKUkrKkTFkw7"
    "A893uonzzqzwBRJQjkGiUtPBZff6oq2gzz2l2bpq+VPDIpglLkIRL6Cez6inNNoJdH3Pgl"
    "oY5aSgRHsFtEUySlu1CFNtwm+d4ShYAnmmtMR9Bdw9uGxudWcRPpdAnhSUaK+A9shlDxl7"
    "H/ItuYWA5Hhu37zDsPm8EOs2IiIVsnWFWBO+aimkj1CiHOqo1JmAXsCjiDpCCbns3AT3oo"
    "cAyvP/Ntp+ganuMsLx1HLSOOdswUjIVQH7ne+SY9ieZM3xuV6AiIT0AGSfsSji70VGbkKs"
    "egN3J6EDeU7oDsewPCe06vTtDMpPUX3nNCH1Xma9e8H+NbQdE5R7M0qtZEGzW0vLcUn5KJ"
    "dZy2NqUG6Mr6PmhKjUc5n1LHdayQ0rZSD7b5LosRDDP1TNA2HZu16CZIddg/RN/ufplIdC"
    "O1/C9g5yPsvOeFhgN0R41k/GXojYQUD5OyFiZw/t9MQZyVwvC3NdfKYgz/dpBfXLzFMvkz"
    "dL5kbIR79aydpThkj+SzNhomyY87dq5kncRrYoUO83hciiH0ll80Z7JylvCFF4ZHNVINrl"
    "5tMGYXQ0ybK1/CtLDS0c1imNlZUbWck0sjICKv68uJl1tcvXzVYCKvmWVO6SJt+YiohU0J"
    "7aySHQ8FAVQNivXkF0d2OtQqrcLJ/JEupkKLJ/ctiB05EKmIzbf5l9/z8V1MzU"
)
