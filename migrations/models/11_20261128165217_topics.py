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
        ALTER TABLE "agent" DROP COLUMN "customers";
        ALTER TABLE "generated_query" DROP COLUMN "rejections";
        ALTER TABLE "generated_query" DROP COLUMN "needs_topics";
        DROP TABLE IF EXISTS "topic";"""


MODELS_STATE = (
    "eJztXW1z2za2/isYfUky43oTJ3ZzlW5nZJlJtJEtV5aT3a12KJqEJNYUwBKkHd3e/PeLA5"
    "ISX2VSb6a4+NLGIA5IPQcED57zgr8aM2pgix23Jpi4jSb6q0G0Geb/iF84Qg3NtpfN0OBq"
    "d5boqS263DHX0XQYZ6xZDPMmAzPdMW3XpAS6fptqLjIZusMmmSBzZjv0ARvHaMQsbzJCcG"
    "+GTBeNqYN6NiatDtItkw/PPiB+X+xiA4nbMXSPsY3cKTYd5NBHdgwPYFCdPwEfeg/38oj5"
    "p4dVl04wv+LwO/7+H95sEgN/xwz+/L3xSJ17Zms6Vk0DZPh/eZ+/GmMTW4bok+oCDwedGv"
    "i77WDGOHAsHDtUjWcaqngyFXqrJlE9hoVK5rbo0BDyXBfwB/r2Wekr4U9SOSidG3R12+02"
    "fsCg9r0qHiemfP9ZRLsaDnp727n4KHoC0neqTi1vRpa97bk7pWTR3eNPeQwycI0/LHY0fv"
    "vI1CCeZQVTKGzyMeUNruPhBZjGssHAY82zYII1fhl7RId5hfjMPA5mq2mwY4IfOZa/Bk8Z"
    "kVDVq95AvVEGqtpITU14msQMCpp0rgEOpcknAmD0wx93iY1obcAN2p9b/Zdvz14JNChzJ4"
    "64KJBr/BCCmqupS+0vARf/T0HenmpONuRh/wTo/EHXgTtsWOK9fH9D+EKAdgBpY6Z9Vy1M"
    "Ju6U//nm9esVGH9t9QXMvJfAmfIFx1+GroJLJ/41wHuJr3itSuAb9q8hvmfvCsB79i4XXb"
    "gUBzf6WCmMB3whysY4IVYLqFdAO1D+OYCRZ4z9aUUhfXnZ+qdAezYPrnR7V5/C7hEVtLu9"
    "8+S8njMXz1T+bZvZbhnwU4IS/jXgtzQy8finuMzSEpXZH+iNXX0P44vL+wJry/vcpeV9cm"
    "XRPebSGXZYGuB/3PSusgGOCSUQNkzdRf+HLJO5O0N6aZnceablmoQdw/2ewyIBkFZP+uT8"
    "TpguMEBy0kceU3WwlmEqnlNqYY08uewvxBNauuPyu1LPomW/mjjv9boxTZx3kuvL7eW5wg"
    "0boRbeyXRFc+dqkMD/TmNYFQZvmWUnLlWL1T6+9JycnhZYfHiv3OVHXItjzTdWKv6uzWwL"
    "Z6xBK+d5UnSPczzcLR3sFB9Ty6KPqmerAE0a+I8W1XIMm7RoAvgxyO4K+dfHJ/sH/qJ3e9"
    "5V0HVfaXduOsGKHxoz/sU44H2l1U0gzldi/pGaqRO+bc8APP9rmxKUX9ytf3GnFBYT5s6t"
    "UqpJiFVDMXDb2ihG57PfJ9XSerngV1xzhnOM1JhkUjWB6HH4j0P8OINt1yPWPPgerdqadS"
    "6Vm0Hr8jqmn4vWQIErJ/HlLGh9eZbQ2WIQ9K0z+IzgT/Tv3pWSVOOi3+DfDXgmzXOpSvgX"
    "QzMiRGPYGqKWMIBDKrWs1uOSW9B68LhVUfqBKDnEZKWWk8x8UTY8KbdNXry66n2C+wZPw/"
    "g+k/pe4JVh5lEHmxPyBc8F1B3+MBrRsz5mAf//LTrWYYK7bF2+3o72uHDSpOYXR8FfVoQa"
    "Wjft1oXiu3buNP3+UXMMNQf5B+z4/qUU8OeB5McvfWxpOQxt1EP41R+qRrDH1oIH6mbu/8"
    "rARNgjdr5St05zMwYSf1LH3BSmTyEwv/HR5nWFasZ/j2Nq1oZgXQbD1BUm28Fj7GC+5G8I"
    "1PVioGvNPESqqyBclH96uXlp8x+5MWL+WHXGi4XxFRshdeOPUleQXGqb+oYQDWCMugK0hZ"
    "dtAIPzB6nzy+Z4m75oIUp9r1YvG1jq9IRGLPSY7R6/tMRT7F3dAJJ8YHsEDyj/TwEDlQ84"
    "iIx3kMxDNryzk1kC3plGtIl4ShgOhLN2M3nxkJHdzhNhkepDpOuT4ZEdl6ExtQzsQODi6J"
    "cpneFf/6YZms3tPPa3X8SQyDR+/dsvxJvdYefX0REyZzNP3BRRbt+g0di0MBvBAAy76bDI"
    "HdxjSIYkbJppNkMagr9EiCVyKfpr2GBT7eT0bMifZti4m/PN1LDx4xi1XDSjzOWDYhQAhe"
    "gYaQQFT8FQt/NVQS9tzXG5nYv82YbEHHuVF4b5+zIi1f8Fjf+kIjN95eRGZS4uF47EDB5f"
    "tcyHJ0Mxmau5HkN/Ry+g9wsZh1mhOEx/wqRA75Acd+NSIIG7SXbmVtklaz+Bh/jp5M27n9"
    "+9f3v27j3vIh500fLzCuDTjlx/qqfxhDgFhWOX4vXiQWoL6T0GSukaMUwj8B2XwLjRbl1d"
    "dIC6bqLFGEMCC1gTwYs+JH1l0OkrF03kYNd0sAEt/1DaA7/pD6zDTymmp3jI7FmRiNkkmR"
    "4JmD1Lxj042KZOhntjlR84lJB+xq37GcXHtYw2FgJSGdLpK52+W3D6wgq+hsojYtLdW2V3"
    "b3RHUNTgjspIN2/ShPBISTiXEvvdw1QSyhUe88X2dkNv+SK38zDn55Oe8ujrWdZLnmblYj"
    "M7jX5ItBXEfkMyswqT+kn8l+9zAfTTFGgZ1m7pXM/i7GKu9xWMneinPoQdn+TrAh6QIc3B"
    "yGcCGBBY7hT7DNYLFvJa7AN6DXwWXIJQfCTuf4Qep6Y+RVONIUIhuRj4MptyTPk/0uTdPm"
    "64mlEzDTyzOUBEn6v3eP4EtWbhcYwCdczJdNnwH8l7VYX3Yt4d0A/ZRE1OBuFSRGaTFMsm"
    "4b+Tlc2SjcrUAue952gm1qCCxG5STNK7GfRufD0vDm5KTqKbga6Ygr5RUmbFSIittWgcEN"
    "GwizXDn5/loU/KSezLYx+a3+s4jELZKn8oG13l46CJ4C0dkn7n02f+h5g3QzLoKFz9Jl7H"
    "B7TlzPuknV/CMMwQrcN7sIcqNdKzkI9+fT0LknmWdGkV6Lrt0qVbJPdskyupkUXs+VeOVp"
    "J6thl+hZ4m9FrIdujE0WYvoOjf/BjBioNGkIdgfh+hly5FY65FZLqvkMb/D+TazefWTyen"
    "ZyEN9zilFgZhwdHdYzsjBm93t3m6KqHk3KrCucmaf7u1pvzXqQzCS4ntYPysXppdh4gZ5g"
    "SzUozxUqKGU3j7ZRXlbiAf+vruBiyNuVDPdx29J2VlxFGVI47wd9vkw62h57ik1HKVtezg"
    "B3q/1tscl5RarrKWZbEYWSymipzOpsVidsrrRBNOs9idRELqCo4nmQv7NNPTI1hEP9nY8S"
    "OnjhFkRkKTRfV7RB0DYqvwA3b45IETJFw4T2KmzSF9z3GRhhyP+GwMb/eHSBE9O7vLBjxP"
    "lejmKoQxbpnVwQR+bNmiyBEpWSe2eJ1YqL2gulOunSm1MjDPDUBJC+4vAuXk9Y4w33rypj"
    "7FhpdVc7Rg+mZEfo8JnHQ8LkkEN3ofPzb5KjsekotWp/uvJjI005oPyTdF+QJ/PmJ8b82T"
    "y/szuOWn1CuTnRx23+PkPpC5DRo1tIy4hlwsIxL7g/NQlgrYgar/S0kph0ZMaI8LxO2gvS"
    "tP0c45YW4NGPSRqDOTeJk1CXPnb5bo/iby20OZyRwdFdyJOWWdcuFNye0P29NDgZa/G1AG"
    "SuXbIbXc4psluj+A3xzKV21CRQEa9XGKM8Kxi1ltyTH2uDDbDr3jA8zVO+y6fgRtGSvuXB"
    "kMlH4T+dJDct3vnbfOu/9SwwuJ8YcERvvW698oXEHUVR+pw9YKvty+dzW0nQ3VI66ZcdLL"
    "au44Q1wSyFUjkFM853rpqDnxbSUTUteObqsCh7Pt2LaNeE3lIecsXf/C0SomEy+6PMlgjn"
    "gHrM1GYZKnaYSxYUFdU0QdYA8/oBHDf46QTj04y/bNEezR3qKhd/L65Aw9msA7ItM9WkSa"
    "gRdZlGTTrEdtzoCJnGecr7vn+0ORuU+iuJyD0UwzoB9fw3lHa970Q+KoY4hsWA2FSXPo5Q"
    "iqUs+POdCuNnqFJtSvYGeK4nIWJRP+XHBEk4vzk1/9Hyq4KPxnKuM1VjguEnkB3VaUjjON"
    "76rQtiqeW8yCeX7NuHuIB/w7ehH5ObJwXIVo3+UcKQr6UkI6/ZLGD3/NUkiem5Pc7UEgUK"
    "cswv85OXn79ueT12/P3p+++/nn0/evF5uD9KVVu4TzzifYKMQsm/TOAdaXMtxN2L+GkXxv"
    "TwoY829Pco15uJR0U8wtmnVQZn4Bt4iILOEWM+JlCTcZWpneZOWFVm60x9reniBxrEnG5i"
    "B98En+LmExpdQ/F52f3i9Qm4vBzB1B1WbfZuYGKnZc/jdmvg1uMQolYqzQROZmtGWhT8qV"
    "0m8NOlefjtEtEdL88qPGELdvbW6RG0ib8nmTsUvYx139AtTi4E+22I8AEQtpMoxvJERCtm"
    "gND4dGfJrrfDvi0iM0wppjmdgZ8e6afwOm8e3MHR5TB/PRW7C3uBcjwHXHdLF/D5eb6Qg8"
    "yPA70N0cjSwM5+wK0mUkdjRBC7apPh2hl2BAinI8OgSA5NawTlXVCfZUsZLVWWWsf48UzY"
    "08i6y1U6WtwsHVRA4GDaKrynCyy3e4iZajQOHj1sW/oOqxZsyHpHetXDURLBX8Zbu6+aaI"
    "Ksn+awtlkm++dK6voYndm7YNLRedm3arfwFthsl0vkBXpXQyo56TFZ9YUL0L6T2qd3EseB"
    "nNXvYulG7TLys2JB9b3e55q/1FjG/BR7Ma2oAVOq2L/AoeYf89ov8Mq9dOCnfoHJgJdUrV"
    "iojKyK1kga0kv132lF6B8VKkhhCfFEodPVmROnqSTh01zPHY1PlTl5rMcakaYr395dm2tA"
    "xH9QpaJOgvOZGtcyIEY4Opuce9rYpeToruMYR50XKwMcz+wR/Z5xCuOm4jKlWN1wHuV5vX"
    "ITRjVb5FYeVKdmaI1qEA1r7tSdjrrYF+QkwivybyOt/Yrb2LjQ5QYQ004FpfaXU7N4NO2w"
    "8C41MHFjJT98PDerd9ddC7Dq/y7bn/oRuSQa+ncqAv+MNSqnJcgJa4ve522uIMKMOzLVMX"
    "Z0D1Bp8h/IwKdq8SdldAlpZh/iIiG9B/h/NmlfBXB/xxme93RER+vLf+8Y5w7mmlrCj5HJ"
    "OSWR7pgsRLh0IK1idKk8RFZTBq1YJRpXu82CtVL/d4fCOqGfO16pQs5eR7XeX3euGLL6vi"
    "mKDUcZV1jDmE66g4Kic1XGUNV6mAR3XVWircOBpbUzh+OyYlQZVFuPeTqJQxc7eA681ypJ"
    "oiG39fyxbCitecyXKQBWIfv/SxpeWc2JU4/PGaD3Ww39IU4D92GUB7CclepmY1MkJnF9eO"
    "VgXNzqK9ClSCn2LLRjZ/miOkoY+t3yCdTUNwsLrIczP1e+yyYzQKc83YqOnHjwKBvIgzZU"
    "hj99hAQY4b/587xRCYCklfWZXh93FbES8bvA+jIH41DJllQZArdjDiKh6bzoyPQz2XmQbm"
    "T8Lb4NwuMcM/+Il4kMMn5HlnSN0TWYCzAodJBgWhV58hCXGtMni1KsGrsmj9biOP8vOwnv"
    "a6HUJOlnBYNkXg/JBctvpfLnrfrpp8HXHuoTjNkAxa5104BQseC8KE273+xQ0ECuthmuzz"
    "e8+qH1RaI2e0PGdgxzWlFpZEGf9lTEh6MLfuwZQumPz3ob4uGEnt1Yvaq+bOXTJ7ktk7nN"
    "m6CbHHHwFd3Xa7BZk9h/Kpzz+dW6D4roOxJMVXnOLDsztBEaUJPv/K0Up6b9mnyDGP2GGU"
    "NNGIeXcQSL/IGu91LtqidXQEzNvIorpmjdCYilxyKNQf4ctceo/Jkpub8jFmmj41Cc4883"
    "Ef98wk3GKnZgR3T7FukmOrCscWaiiFev6WNyJSwz3vyelpEabt9DSfaYNribwbun5l+1B2"
    "j1nCfs2MkhO50ft2JSLPHwmUO1X+ea30B00UGevZuTS50c2Hvr4bXXleljwvqwoGbXIvUe"
    "Xzsq4dPMYO5joSm4oMOznRY6W9bC/6iu1OQcOZhRWYoDp4tJaT7/rVpxrhzy4uGI42dptB"
    "lVZsmC4L68OKykx+V8ipEudecVuV309gDX+aqa/TPu89JL7SmbCvfXf5okaUyTLLRCG/0i"
    "w34Xm7SVA0xuMDGoHPXHjbHx3q8s5+/i42Rk30OtwHiLpQQlVHQwLKhwseueeLKBHDwo7A"
    "nNnUccElTzArXD5KOtQra+zPmYtnqu3QmV3KqZgSrIXhv2/vokzdq5jja1HRsOh7sBCQ83"
    "+dok1QILFUfv1SQgK+BuDhh78M5FEZCfoaoAfWVxrz3FzgiMRaecAVI/S3nQksWZu15naF"
    "WBqZavQc8Qji3NlyeEZE5NHLMhBh72chFT6HKqSR4vCXPIaqZGpMJaf1kxqIvNK7PowqFo"
    "eQSRnG4xRWEYaR6IiCdOHyICaRI6KRoKbzERpTj4j0lDAt54OooI51OsMMacgN5kFYxh1z"
    "0cCDHqalAB+Y5Wffyz3Lkm7Lst1hnfbwISQrV0FWzjKzjjLOrxxkZh5ifNAHEG1tryAZnT"
    "0TDMzmT5AxfVcRDEsZCbqkkQ+fRpbF6GUx+t0fsSBL0T/XZN7BuS2HdyxPuCUrOb0b1/3e"
    "de8Gzs4JRxiSNv9OdfqX0LhI+xfH7Fx2bm6CY3ZmJgvv9uzqkgx0PvT1jRs0sG6uV98sLi"
    "krnEm3w0G8y9txOyS4pqKYJsRkImRFnDm1QVN6c54CdctppdEiWBsCG626dZDz9UloE8tf"
    "TmZpckXYArT1rA+XhDfPC1YkaXeXcfZhwnSGtyySS53vKIukbj/pIssHVUZ1H7L/6ADJBD"
    "5NzQdcEuZGqz3ofFWayJcGGuHyuqsMfBphZsM7bQwJbON5NzjT19GnvGNFSARXc/jrlZfv"
    "n+vuS4rtz+13cihHheSdI5jvD8k9PlC6QzZ3hzwbi1wx22TXC8ojtiCaJA1yvu81IlIDj8"
    "i+Ha/CiNSpl7VXzF2/40LynKfk4h0c31cO1LiQBFWGzEuHBfzSwAheR+8JWem0kE6Lg3if"
    "JSFcaUI4n1aLB22aeMMieJ9ChH8LIzprgnkmp74hWPXj01OG+n6PTTmYybRLMnsArEojg8"
    "r2LxytIrLdRZcnMz1GMLqojeIfNYLEKvSCIUsjE88/zQRSLKbc0IMMi0fqWQZi2hzyKdBI"
    "458BPOMSYogpfUTMczAKknDRaIY1aOCrFXVGUHklSR/u/QGGJCgoI0A6Qq/5P9CbDwJ+JI"
    "65DavVhKJPnIcSrNhCS7I0Y1V5fXn8yZI8OykS7cp75dNnJ6lo19Vh2097Tp4nhDsY1Crr"
    "PPmkXCn9VreJAvkhGSjtz1edNrS5WJ8SU4fW806327n61ER3pmVxDQ1Jq93u3V4NwO8iKJ"
    "fA8dLqQJvYN4LWhkS5+KSo3PBTmggbE6zqmp/kUQWm1JxMs+x5i2q5TGkoklDtGGR2pdw3"
    "x7timFZAetG7Pe8q6LqvtDs3ncAhsNjuiovQxBtM37jvK61uksWjnpNV+K+gD3IhXeW1q3"
    "Gt9G96V80gTXNILnsXCn95xHdmSK5bn5SbpjhOjX+xB532F2XA/w5OUYPjhVpd9RbeDjg9"
    "TfUYBpn2FxDR76vxosjjWSroTzOZmlVO5pxSC2skx/wKZRL6uONCu1JEaI/tF/LzXq8bg/"
    "y8k3Tl3F6eK/xFeBVfxdKs+cIwL/WliEmt+bGo5iZ7Vx+L6AanhNMnKSZrJUnHj3T8NKQ7"
    "QLoDauAO2CkxGSVzs/jJBNm7gqYMepYoTDNiNv8Wjvz6ygy7AWO3PMPY8Yh/DjLDeHk28g"
    "ekjaGitLhiuoiIs1n8atIMvTTJg+aYGnHR2at0YZo93XP1icumgWc2dTHR5+o9nhc4ehlK"
    "1cRPWApboz2D4tvwpZJRyJVhK8fUsuhjxsYxH/WIiExQknVsZB2b/y7QZdkUWTZFlk2RZV"
    "OK09Oy8lXFqGlx9k2Zj+ZCoA4JHvv+YArw1PL15VNykjlNM6dwchPfVDK+XmcdYJbP/ycF"
    "pQuggAtgzH8Wv30pP2NURq7lW1/LBWWUbcAU8OCHwhVe1xuDfqtz1fRLLw/J516XT9ZBU5"
    "x3TL21jih9X8DCeZ9r4LxP2jdJxqyENZkhWmFVrGtRFrLe36yw3t+krXcHiwAG1TAnmJXa"
    "KKUl6wf52bsCiJ+9ywUcLiWytUMK3fFISZ9VhqgkDqUD+L8wASziAymr5pikVHOl1Swd+1"
    "teHhc/WhUOk5LQZkvLT1BiIxHz4BbFNi4lJ66MSNl/xcJINbUNcY0Ub6spsvH39WlsE2vn"
    "FjAunfFbzdX2SaSzvzqlyxhG0mNFIXZt0yTi5HFe9UC/XIZsFFQ8xg4mWVkwIarh+XRFsA"
    "1HqyG6a0Tu9b3MGpnRy0eF4vYcr1ixzMY3x3RdTNDdXITH0UcOP6JjZLoMWVhjGGkWJRi9"
    "HIm/VGxTfTp6dYTuPBeNqYNGOixflhqwRGLLNUqH6u3oPkMyJCMI1mLYHaGx+T0S5sfQy7"
    "+GPiRD0IBpMK6EYSMgQmNtFh67arTxxyukuZFIQr5KO+4RYtSPGoSIwfmQaPw3zexIeCHj"
    "ikP8d7BjPqj7aBI2bCDNwWjK58FP/AbBk4lBCDYhnhD94RkTjAj/keJhRVo1vzBHU+0Boz"
    "vMYfO9L4jPMDokBGvOT4ZnWybEiTCAUQjyDv6tW8vAxwmFDgSNHTpD2iL7egq3eKRoxr9G"
    "Tf6oEAxhEg4sf1xxxh/ohXizOzjkTyMGx7nBplxr4XUXjiyHOy8QXoRTir/FTfkg2Bofo5"
    "HD1en4gZqAkj41LeMFQ35zOCBGE/5zeDN/SPB07C72clEL1J9rImoULv3VWL6vS0kYE3/n"
    "C5+wBBYvc/iOcptdjTF2y6qf4WrXECPwTvAH+vZZ6SvIfwjUuUIvX/Bf6GHjxRF6weVhHP"
    "gnftAsj6+f/K9X/gdPRoBWIQKU33MyyYrOKOZCiohXORimMfjcV27AecQ1OuXowKo5JDft"
    "z8rFbVdpIqZPseFZeEguW1e3kF3Nv25ekLD97CE0B1gs2F8ESr4Ljd9ulVsoAuxLD0n/9u"
    "pK5LUHK8mQKF9b3dvWQDQu1xSuytt2W1EuQJh5uo6xIeSVfyhtUWvYwX9gXZQa/tjqdKFl"
    "rJmWONeoddVWuqLJ/yhbVSk+LD2Lz+BZlPVCdxCnA5/GtYBNC0pwk+AGG4Y0qvlRORGRjY"
    "JyKrY87D36xsV2ickcdpdTOF0M3tUsFfApVWU/LiVhTcJqUZaB54qwyFBAhkMWCIcMmBe1"
    "NMpJQYl2AbRdeo8JU23sqAzzW2cQBSsgz5SWuBcpEiXgYipwiqUgTwpKtAugrXvOQ4YvIt"
    "+SWwjI4Ortm3calFcvFe4eEZEK2bpC7CnftZTSx1KiGuqA29ZGHb7Do4w6lhJy27kJ7hrL"
    "CnhZlfYeStSBBdx3Ch8wxZ6DOZ5Gqdq+Sbk6YL/z1HdHY9OsNT6XBYhISAYgxQAIl7CITy"
    "gzcxNi9Zu4O3EdRGI9SszfhJScw9lz2A9rSMG6Om8iISrPR6py3kRGSFRZfecMIfVeZb37"
    "zv41tB0TlElRlVayiDhcS8txSfkqV1nLY5OY3BhfR80JUannKutZpjjKTLEqZNnsrXbxUj"
    "W5lZzK54sI7XxdjneQ69nG2SLfqHPPbE3HjYxckeXFo1WZIo+xbk+lieT/xIz4/EQMvoxc"
    "r0rkujxpbbdslixKko9+vU6lSBkiRfJRxad3w2TUupkncRvZNiH0flOIbPMLru/JyBhy8j"
    "Y9F1kMUieISpmmJc2tFnZMfZplawVXVhpa2rJPZaysXM9KppGV4VAJ1sXNrKtdfm624lDJ"
    "t6RytzT5xlR+Xdo62FMnp6cF7CneK7/gOFxLHFRnZ+QK5CMcdK8huruxVqH+fRZnsiJ0ci"
    "my/+CwAw9HKmEybv9j9uP/AeOL3vI="
)
