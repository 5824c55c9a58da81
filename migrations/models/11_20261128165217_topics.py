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
        DROP TABLE IF EXISTS "confidence";"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "agent" DROP COLUMN "language";
        ALTER TABLE "agent" DROP COLUMN "description_read";
        ALTER TABLE "agent" DROP COLUMN "topics_wanted";
        ALTER TABLE "agent" DROP COLUMN "customers";
        ALTER TABLE "generated_query" DROP COLUMN "rejections";
        ALTER TABLE "generated_query" DROP COLUMN "needs_topics";
        DROP TABLE IF EXISTS "topic";"""


MODELS_STATE = (
    "eJztXW1z2za2/isYfUky43oTJ3FzlW5nZJlJtJEtV5aT3a12KJqEJNYUwBKkFd3e/PeLA5"
    "ISX2VSb6G4+NLGIA5IPQcED57zgr8aM2pgi522Jpi4jSb6q0G0Geb/iF84QQ3NtlfN0OBq"
    "95boqS273DPX0XQYZ6xZDPMmAzPdMW3XpAS6fp1qLjIZuscmmSBzZjv0ERunaMQsbzJCcG"
    "+GTBeNqYN6NiatDtItkw/P3iN+X+xiA4nbMfSAsY3cKTYd5NA5O4UHMKjOn4APfYB7ecT8"
    "08OqSyeYX3H4HX//D282iYG/YQZ//t6YU+eB2ZqOVdMAGf5f3uevxtjEliH6pLrAw0GnBv"
    "5mO5gxDhwLxw5V45mGKp5Mhd6qSVSPYaGShS06NIQ81wX8gb5+UvpK+JNUDkrnFl3fdbuN"
    "7zCo/aCKx4kp338W0a6Gg97ddS4/iJ6A9L2qU8ubkVVve+FOKVl29/hTnoIMXOMPix2N3z"
    "4yNYhnWcEUCpt8THmD63h4CaaxajDwWPMsmGCNX8Ye0WFeIT4zT4PZahrslOA5x/LX4Ckj"
    "Eqp63Ruot8pAVRupqQlPk5hBQZPONcChNPlEAIy+++OusBGtDbhB+1Or//z1+QuBBmXuxB"
    "EXBXKN70JQczV1pf0V4OL/KcjbU83JhjzsnwCdP+gmcIcNK7xX728IXwjQHiBtzLRvqoXJ"
    "xJ3yP1+9fLkG4y+tvoCZ9xI4U77g+MvQdXDpzL8GeK/wFa9VCXzD/jXE9/xNAXjP3+SiC5"
    "fi4EYfK4XxgC9E2RgnxGoB9RpoB8o/BzDyjLE/rSikz69a/xRozxbBlW7v+mPYPaKCdrd3"
    "kZzXC+bimcq/bTPbLQN+SlDCvwH8lkYmHv8Ul1laojKHA72xr+9hfHF5V2BteZe7tLxLri"
    "y6x1w6ww5LA/yP2951NsAxoQTChqm76P+QZTJ3b0ivLJN7z7Rck7BTuN+PsEgApPWTPjm/"
    "E6YLDJCc9C61TZ2pc40AcCnFXFBqYY1k6yYlm9DPPRfel2KWLYfVwUWv143p4KKTXFnuri"
    "4UbtIIhfBOpiuaO9eD/A+t6mCtLPhZ4hL/EvjfawyrYqtRZsGPS9XiOxtf9M/evi2w7PNe"
    "uQu/uBbHmm9pVfxNm9kWzlj9187zpOgB53i4Tz3aKT6mlkXnqmerAE0a+A8W1XJMyrRoAv"
    "gxyO4L+ZenZ4cH/rJ3d9FV0E1faXduO8G3NjQj/YtxwPtKq5tAnK/E3DyYqRPPNDIAz7dz"
    "UoLS1tm5rTOlsJgwd2GVUk1CrBqKgdvWRjE6n/0+nZnWyyW/4poznLM9iEkmVROInob/OM"
    "aPM9h2PWItgu/Ruk1x50q5HbSubmL6uWwNFLhyFl/Ogtbn5wmdLQdBXzuDTwj+RP/uXStJ"
    "NS77Df7dgGfSPJeqhH8xNCNC8YatIWoJAzgksctqPS65A60Hj1sVpR+JkkNM1mo56RMp6o"
    "dIyu3SI1Fd9T7hdQAfz/gh0+mwxCvDzKMONifkM14IqDv8YTSiZ33MAs/L1+hYxwnuqnX1"
    "ejvafOkeS80vjoK/rAg1tG7brUvFd6rda/rDXHMMNQf5R+z4nr0U8BeB5IfPfWxpOdx41D"
    "f7xR+qRrDH1oJH6mbu/8rARNgcO1+oW6e5GQOJP6ljbgvTxxCY3/hoi7pCNeO/xzE1a0uw"
    "roJh6gqT7eAxdjBf8rcE6mY50I1mHiPVVRAuyj+93Ly0+Y/cGjF/rDrjxcLIlq2QuvVHqS"
    "tIvq9kO4gGMEZdAdrByzaAwfmD1Pllc7xtX7QQpb5Xq5cNLHV6RiMWesx2j19a4Sn2rm4A"
    "ST6wPYIHlP+ngIHKBxxExjtK5iEb3tnZLAHvTCPaRDwlDAfCWbuZvEjUyG7niYBU9THS9c"
    "nA1I7L0JhaBnYgZHT0y5TO8K9/0wzN5nYe+9svYkhkGr/+7Rfize6x8+voBJmzmSduiii3"
    "b9BobFqYjWAAht10QOoe7jEkQxI2zTSbIQ3BXyK4FbkU/TVssKl29vZ8yJ9m2Lhf8M3UsP"
    "H9FLVcNKPM5YNiFACF6BhpBAVPwVC380VBz23Ncbmdi/zZhsQce5EXAPv7KhbY/wWN/6Ri"
    "Yn3l5MbDLi8XjoENHl+1zMcng2CZq7keQ39Hz6D3MxkBW6EIWH/CpEDvkBx340oggbtJ9u"
    "ZW2SdrP4GH+Ons1Zuf37x7ff7mHe8iHnTZ8vMa4NOOXH+qp/GEOAWFY5fi9eLhgUvpA4ao"
    "6RoxTCPwHZfAuNFuXV92gLpuouUYQwILWBPBiz4kfWXQ6SuXTeRg13SwAS3/UNoDv+kPrA"
    "fhSKWDlc+LxConyfRIqPJ5Mu7BwTZ1Mtwb6/zAoYT0M+7czyg+rmW0sRSQypBOX+n03YHT"
    "F1bwDVQeEZPu3iq7e6M7gqIGd1RGunmTJoRHSsK5kjjsHqaSUK7xmC+3t1t6y5dZtcc5P5"
    "/0lEdfz7Je8jQrF5vZafRDoq0g9luSmVWY1E/iv3qfC6CfpkDLsHYr53oWZxdzva9h7EQ/"
    "9THs+CRfF/CADGkORj4TwIDAcqfYZ7CesZDXYu/RS+Cz4BKE4iNx/xM0n5r6FE01hgiFtG"
    "7gy2zKMeX/SJN3h7jhekbNNPDM5gARfaE+4MUT1JqFxzEK1DEn01XDfyTvVRXei3n3QD9k"
    "EzU5uZsrEZlNUiybhP9OVjY/OSpTC5wPnh2bWIMKErtJMUnvZtC78fW8OLgpOYluBrpiCv"
    "pGSZkVIyG20aJxRETDPtYMf36Whz4pJ7Evj31ofm/iMAplq/yhbHSVD4Mmgrd0SPqdj5/4"
    "H2LeDMmgo3D1m3gTH9COax4k7fwShmGGaB3egwPUB5KehXz06+tZkMyzpEurQNftli7dIb"
    "lnm1xJjSxiz79yspbUs83wK/Q0oddCtkMnjjZ7BuUWF6cIVhw0gjwE89sIPXcpGnMtItN9"
    "gTT+fyDXbj+1fjp7ex7ScPMptTAIC47uAdsZMXj7u83T9SAl51YVzk1WW9yvNeW/TmUQXk"
    "nsBuMf6qXZd4iYYU4wK8UYryRqOIV3X9BS7gbyoa/vbsDSmAuVlDfRe1JWRhxVOeIIf7NN"
    "PtwGeo5LSi1XWcsOfqQPG73NcUmp5SprWRaLkcViqsjpbFssZq+8TjThNIvdSSSkruF4kr"
    "mwTzM9PYJF9JONHT9y6hRBZiQ0WVR/QNQxILYKP2KHTx44u8OFkzxm2gLS9xwXacjxiM/G"
    "8HZ/iBTRs7e7bMHzVIlurkIY445ZHUzgx5YtihyRknVii9eJhdoLqjvl2plSKwPz3ACUtO"
    "DhIlDOXu4J850nb+pTbHhZNUcLpm9G5A+YwEnH45JEcKP34UOTr7LjIblsdbr/aiJDM63F"
    "kHxVlM/w5xzjB2uRXN5/gFt+Sr0y2clh9wNO7iOZ26BRQ8uIa8jFMiJxODiPZamAHaj6v5"
    "SUcmjEhA64QNwN2vvyFO2dE+bWgEHnRJ2ZxMusSZg7f7NEDzeRXx/LTOboqOBOzCnrlAtv"
    "Su5w2L49Fmj5uwFloFS+HVLLLb5ZoocD+NWxfNUmVBSgUedTnBGOXcxqS45xwIXZdug9H2"
    "Ch3mPX9SNoy1hxF8pgoPSbyJcekpt+76J10f2XGl5IjD8kMNrXXv9W4QqirjqnDtso+HL3"
    "3tXQdjZUj7hmxkkv67njDHFJIFeNQE7xnJulo+bEt5VMSN04uq0KHM6uY9u24jWVx5xTjP"
    "0LJ+uYTLzs8iSDOeIdsDYbhUmephHGhgV1TRF1gD18j0YM/zlCOvXgFOFXJ7BHe42G3tnL"
    "s3M0N4F3RKZ7sow0Ay+yKMmmWXNtwYCJXGScbHzg+0ORuY+iuJyD0UwzoB9fw3lHa9H0Q+"
    "KoY4hsWA2FSXPo+QiqUi9OOdCuNnqBJtSvYGeK4nIWJRP+XHBEk4vzk1/9Hyq4KPxnKuM1"
    "VjguEnkB3daUjjONb6rQtiqeW8yCRX7NuAeIB/w7ehb5ObJwXIVo39UcKQr6SkI6/ZLGD3"
    "/NUkhemJPc7UEgUKcswv85O3v9+uezl6/P37198/PPb9+9XG4O0pfW7RIuOh9hoxCzbNI7"
    "B1hfynA3Yf8aRvK9PitgzL8+yzXm4VLSTbGwaNZBmfkF3CIisoRbzIiXJdxkaGV6k5UXWr"
    "nVHmt3e4LEsSYZm4P0wSf5u4TllFL/XHZ+er9AbS4GM3cEVZt9m5kbqNhx+d+Y+Ta4xSiU"
    "iLFCE5mb0ZaFPirXSr816Fx/PEV3REjzy3ONIW7f2twiN5A25fMmY5dwiLv6BajFwZ9suR"
    "8BIhbSZBjfSIiEbNEaHsuN+DTX+XbEpSdohDXHMrEz4t01/wZM49uZezymDuajt2Bv8SBG"
    "gOuO6WL/Hi430xF4kOF3oPsFGlkYztkVpMtI7GiCFmxTfTpCz8GAFOV4dAgAya1hnaqqE+"
    "ypYiWrs8pY/x4pmht5Fllrp0pbhaOriRwMGkRXleFkV+9wE61GgcLHrct/QdVjzVgMSe9G"
    "uW4iWCr4y3Z9+1URVZL91xbKJN9+7tzcQBN7MG0bWi47t+1W/xLaDJPpfIGuSulkRj0nKz"
    "6xoHqX0gdU7/JY8DKavepdKt2mX1ZsSD60ut2LVvuzGN+Cj2Y1tAErdFoX+RU8wv4HRP8H"
    "rF57Kdyhc2Am1ClVKyIqI7eSBbaS/HbZU3oNxiuRGkJ8Vih19GxN6uhZOnXUMMdjU+dPXW"
    "oyx6VqiPXul2fb0jIc1WtokaC/5ER2zokQjA2m5h73ti56OSl6wBDmZcvRxjD7B39kn0O4"
    "7riNqFQ1Xge4X21eh9CMVfkWhZUr2ZkhWocCWIe2J2GvtwH6CTGJ/IbI63xjt/EuNjpAhT"
    "XQgGt9pdXt3A46bT8IjE8dWMhM3Q8P69311UHvJrzKt+f+h25IBr2eyoG+5A9LqcpxAVri"
    "7qbbaYszoAzPtkxdnAHVG3yC8DMq2L1K2F0BWVqG+YuIbEH/Hc+bVcJfHfDHZb7fERH58d"
    "75xzvCuaeVsqbkc0xKZnmkCxKvHAopWJ8oTRIXlcGoVQtGle7xYq9Uvdzj8Y2oZiw2qlOy"
    "kpPvdZXf66UvvqyKY4JSx1XWMeYQbqLiqJzUcJU1XKUCHtVVa6lw42hsTeH47ZiUBFUW4T"
    "5MolLGzN0BrrerkWqKbPx9LVsIK15zJstBFoh9+NzHlpZzYlfi8McbPtTRfktTgH/fZwDt"
    "FSR7mZrVyAidXV47WRc0O4v2KlAJfootG9n8aU6Qhj60foN0Ng3Bweoiz83UH7DLTtEozD"
    "Vjo6YfPwoE8jLOlCGNPWADBTlu/H/uFENgKiR9ZVWGP8RtRbxs8D6MgvjVMGSWBUGu2MGI"
    "q3hsOjM+DvVcZhqYPwlvg3O7xAx/7yfiQQ6fkOedIXVPZAHOChwmGRSEXn+GJMS1yuDVqg"
    "SvyqL1+408ys/Detrrdgw5WcJh2RSB80Ny1ep/vux9vW7ydcR5gOI0QzJoXXThFCx4LAgT"
    "bvf6l7cQKKyHabI/3ntW/aDSGjmj5TkDe64ptbQkyvgvY0LSg7lzD6Z0weS/D/V1wUhqr1"
    "7UXjV37pLZk8ze8czWbYg9/gjo+q7bLcjsOZRPff7p3AHFdxOMJSm+4hQfnt0LiihN8PlX"
    "TtbSe6s+RY55xA6jpIlGzLuHQPpl1nivc9kWraMTYN5GFtU1a4TGVOSSQ6H+CF/m0gdMVt"
    "zclI8x0/SpSXDmmY+HuGcm4RY7NSO4e4p1kxxbVTi2UEMp1PO3vBGRGu55z96+LcK0vX2b"
    "z7TBtUTeDd28sn0oe8AsYb9mRsmJ3Oh9vRaR53MC5U6Vf94o/UETRcb64Vya3OjmQ1/fja"
    "48L0uel1UFgza5l6jyeVk3Dh5jB3MdiU1Fhp2c6LHWXraXfcV2p6DhzMIKTFAdPFrLyXf9"
    "6lON8GcXFwxHG7vNoEorNkyXhfVhRWUmvyvkVIlzr7ityu8nsIY/zdTX6ZD3HhJf6UzY17"
    "67fFkjymSZZaKQX2mWm/C83SQoGuPxHo3AZy687XOHuryzn7+LjVETvQz3AaIulFDVyZCA"
    "8uGCRx74IkrEsLAjMGc2dVxwyRPMCpePkg71yhr7C+bimWo7dGaXciqmBGth+B/auyhT9y"
    "rm+FpWNCz6HiwF5PzfpGgTFEgslV+/kpCAbwB4+OEvA3lURoK+AeiB9ZXGPDcXOCKxUR5w"
    "xQj9XWcCS9Zmo7ldIZZGphr9iHgEce5sOTwjIvLoZRmIcPCzkAqfQxXSSHH4Sx5DVTI1pp"
    "LT+kkNRF7pfR9GFYtDyKQM43EK6wjDSHREQbpwdRCTyBHRSFDT+QSNqUdEekqYlvNeVFDH"
    "Op1hhjTkBvMgLOOOuWjgQQ/TUoAPzPKzH+SeZUm3VdnusE57+BCSlasgK2eZWUcZ51cOMj"
    "MPMT7qA4h2tleQjM6BCQZm8yfImL7rCIaVjARd0sjHTyPLYvSyGP3+j1iQpeh/1GTew7kt"
    "x3csT7glKzm9Gzf93k3vFs7OCUcYkjb/TnX6V9C4TPsXx+xcdW5vg2N2ZiYL7/bD1SUZ6H"
    "zo6xs3aGDd3Ky+WVxSVjiTboejeJd343ZIcE1FMU2IyUTIijhzaoOm9OY8BeqO00qjRbC2"
    "BDZadeso5+uT0CaWv5zM0uSKsANo61kfLglvnhesSNLuPuPsw4TpDG9ZJJc631EWSd1+0k"
    "WWD6qM6j5m/9ERkgl8mpqPuCTMjVZ70PmiNJEvDTTC1U1XGfg0wsyGd9oYEtjG825wpq+j"
    "T3nHipAIrubw1ysv3z/X3ZcUO5zb7+xYjgrJO0cw3x+Se3ygdIds7w75YSxyxWyTfS8oc2"
    "xBNEka5Hzfa0SkBh6RQztehRGpUy9rr5i7fseF5DlPycU7OL6vHKhxIQmqDJmXDgv4pYER"
    "vIneE7LSaSGdFkfxPktCuNKEcD6tFg/aNPGWRfA+hgj/FkZ01gTzTE59S7Dqx6enDPXDHp"
    "tyNJNpn2T2AFiVRgaV7V84WUdku8suT2Z6jGB0URvFP2oEiVXoGUOWRiaef5oJpFhMuaEH"
    "GRZz6lkGYtoC8inQSOOfATzjEmKIKZ0j5jkYBUm4aDTDGjTw1Yo6I6i8kqQPD/4AQxIUlB"
    "EgnaCX/B/o1XsBPxLH3IbVakLRJ85DCVZsoSVZmrGqvL48/mRFnp0ViXblvfLps7NUtOv6"
    "sO2nPSc/JoQ7GNQq6zz5qFwr/Va3iQL5IRko7U/XnTa0uVifElOH1otOt9u5/thE96ZlcQ"
    "0NSavd7t1dD8DvIiiXwPHS6kCb2DeC1oZEufyoqNzwU5oIGxOs6pqf5FEFptScTLPseYtq"
    "uUxpKJJQ7Rhk9qXcV6f7YpjWQHrZu7voKuimr7Q7t53AIbDc7oqL0MQbTN+47yutbpLFo5"
    "6TVfivoA9yKV3ltatxo/Rve9fNIE1zSK56lwp/ecR3ZkhuWh+V26Y4To1/sQed9mdlwP8O"
    "TlGD44VaXfUO3g44PU31GAaZ9mcQ0R+q8aLI41kq6E8zmZpVTuaCUgtrJMf8CmUS+rjnQv"
    "tSRGiPHRbyi16vG4P8opN05dxdXSj8RXgRX8XSrPnSMC/1pYhJbfixqOYme18fi+gGp4TT"
    "JykmayVJx490/DSkO0C6A2rgDtgrMRklc7P4yQTZu4amDHqWKEwzYjb/Fo78+soMuwFjtz"
    "rD2PGIfw4yw3h1NvJ7pI2horS4YrqIiLNZ/GrSDD03yaPmmBpx0fmLdGGaA91z/YnLpoFn"
    "NnUx0RfqA14UOHoZStXET1gKW6M9g+Lb8KWSUciVYSvH1LLoPGPjmI96REQmKMk6NrKOzX"
    "8X6LJsiiybIsumyLIpxelpWfmqYtS0OPumzEdzKVCHBI9DfzAFeGr5+vIpOcmcpplTOLmJ"
    "byoZX6+zDjDL5/+TgtIFUMAFMOY/i9++lJ8xKiPX8p2v5YIyyjZgCnjwQ+EKr+uNQb/VuW"
    "76pZeH5FOvyyfroCnOO6beRkeUvitg4bzLNXDeJe2bJGNWwprMEK2wKja1KAtZ76/WWO+v"
    "0ta7g0UAg2qYE8xKbZTSkvWD/PxNAcTP3+QCDpcS2dohhe54pKTPKkNUEofSAfxfmAAW8Y"
    "GUVXNMUqq50mqWjv0dL4/LH60Kh0lJaLOl5ScosZGIeXCLYhuXkhNXRqQcvmJhpJralrhG"
    "irfVFNn4+/o0tom1cwcYl874reZq+yTS2V+d0mUMI+mxohC7tm0ScfI4r3qgXy5DNgoqHm"
    "MHk6wsmBDV8Hy6ItiGo9UQ3Q0i9/peZo3M6OWTQnF7jlesWGbjq2O6LibofiHC4+icw4/o"
    "GJkuQxbWGEaaRQlGz0fiLxXbVJ+OXpyge89FY+qgkQ7Ll6UGLJHYco3SoXp7us+QDMkIgr"
    "UYdkdobH6LhPkx9PyvoQ/JEDRgGowrYdgIiNBYm4XHrhpt/P4CaW4kkpCv0o57ghj1owYh"
    "YnAxJBr/TTM7El7IuOIQ/x3slA/qzk3Chg2kORhN+Tz4id8geDIxCMEmxBOiPzxjghHhP1"
    "I8rEir5hcWaKo9YnSPOWy+9wXxGUaHhGDN+cnwbMuEOBEGMApB3sG/dWsV+Dih0IGgsUNn"
    "SFtmX0/hFnOKZvxr1OSPCsEQJuHA8scVZ/yBXog3u4dD/jRicJwbbMq1Fl534chyuPMS4W"
    "U4pfhb3JQPgq3xKRo5XJ2OH6gJKOlT0zKeMeQ3hwNiNOE/hzfzhwRPx/5iL5e1QP25JqJG"
    "4dJfjdX7upKEMfE3vvAJS2D5MofvKLfZ1Rhjt6r6Ga52DTEC7wR/oK+flL6C/IdAnWv0/B"
    "n/hR42np2gZ1wexoF/4kfN8vj6yf964X/wZARoFSJA+T0nk6zojGIupIh4lYNhGoNPfeUW"
    "nEdco1OODqyaQ3Lb/qRc3nWVJmL6FBuehYfkqnV9B9nV/OvmBQnbPzyE5giLBfuLQMl3of"
    "HbnXIHRYB96SHp311fi7z2YCUZEuVLq3vXGojG1ZrCVXnXbivKJQgzT9cxNoS88g+lLWoN"
    "O/gPrItSwx9anS60jDXTEucata7bSlc0+R9lqyrFh6Vn8Qd4FmW90D3E6cCncSNg04IS3C"
    "S4wYYhjWp+VE5EZKugnIotDwePvnGxXWIyh93lFE4Xg3c1SwV8SlXZj0tJWJOwWpRl4Lkm"
    "LDIUkOGQBcIhA+ZFLY1yUlCiXQBtlz5gwlQbOyrD/NYZRMEayDOlJe5FikQJuJgKnGIpyJ"
    "OCEu0CaOue85jhi8i35JYCMrh69+adBuXVS4W7R0SkQnauEHvKdy2l9LGSqIY64La1UYfv"
    "8CijjpWE3HZug7vGsgJe1qW9hxJ1YAEPncIHTLHnYI6nUaq2b1KuDtjvPfXd0dg0a43PZQ"
    "EiEpIBSDEAwiUs4hPKzNyEWP0m7l5cB5FYjxLzNyEl53D2HPbDGlKwrs+bSIjK85GqnDeR"
    "ERJVVt85Q0i9V1nvvrN/A23HBGVSVKWVLCION9JyXFK+ylXW8tgkJjfGN1FzQlTqucp6li"
    "mOMlOsClk2B6tdvFJNbiWn8vkiQjtfVuMd5Xq2dbbIV+o8MFvTcSMjV2R18WRdpsg81u2p"
    "NJH8n5gRn5+IwZeR61WJXJcnre2XzZJFSfLRr9epFClDpEg+qvj0bpmMWjfzJG4j2yaE3m"
    "8LkW1+xvU9GRlDTt625yKLQeoEUSnTtKS51cKOqU+zbK3gylpDS1v1qYyVletZyTSyMhwq"
    "wbq4nXW1z8/NThwq+ZZU7pYm35jKr0tbB3vq7O3bAvYU75VfcByuJQ6qszNyBfIRDrrXEN"
    "39WKtQ/z6LM1kTOrkSOXxw2JGHI5UwGXf/Mfv+/0zgWBI="
)
