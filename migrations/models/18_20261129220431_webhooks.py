from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
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
        COMMENT ON COLUMN "audit_entry"."action" IS 'AGENT_CREATED: agent.created\nAGENT_CHANGED: agent.changed\nAGENT_DELETED: agent.deleted\nPAIR_SAVED: pair.saved\nPAIR_CHANGED: pair.changed\nPAIR_DELETED: pair.deleted\nPAIRS_IMPORTED: pairs.imported\nPAIRS_EXPORTED: pairs.exported\nMATERIAL_ADDED: material.added\nMATERIAL_DELETED: material.deleted\nTRAINING_STARTED: training.started\nTRAINING_CANCELLED: training.cancelled\nVERSION_PROMOTED: version.promoted\nVERSION_RETIRED: version.retired\nMEMBER_INVITED: member.invited\nINVITATION_WITHDRAWN: invitation.withdrawn\nMEMBER_JOINED: member.joined\nMEMBER_CHANGED: member.changed\nMEMBER_REMOVED: member.removed\nMEMBER_SIGNED_IN: member.signed_in\nKEY_CREATED: key.created\nKEY_REVOKED: key.revoked\nWORKSPACE_CREATED: workspace.created\nWRITER_CHANGED: writer.changed\nAUDIT_EXPORTED: audit.exported\nWEBHOOK_CREATED: webhook.created\nWEBHOOK_CHANGED: webhook.changed\nWEBHOOK_DELETED: webhook.deleted';
        CREATE INDEX IF NOT EXISTS "idx_audit_entry_target__80ec04" ON "audit_entry" ("target_id");
        CREATE INDEX IF NOT EXISTS "idx_member_subject_91cb1d" ON "member" ("subject");"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_audit_entry_target__80ec04";
        DROP INDEX IF EXISTS "idx_member_subject_91cb1d";
        COMMENT ON COLUMN "audit_entry"."action" IS 'AGENT_CREATED: agent.created\nAGENT_CHANGED: agent.changed\nAGENT_DELETED: agent.deleted\nPAIR_SAVED: pair.saved\nPAIR_CHANGED: pair.changed\nPAIR_DELETED: pair.deleted\nPAIRS_IMPORTED: pairs.imported\nPAIRS_EXPORTED: pairs.exported\nMATERIAL_ADDED: material.added\nMATERIAL_DELETED: material.deleted\nTRAINING_STARTED: training.started\nTRAINING_CANCELLED: training.cancelled\nVERSION_PROMOTED: version.promoted\nVERSION_RETIRED: version.retired\nMEMBER_INVITED: member.invited\nINVITATION_WITHDRAWN: invitation.withdrawn\nMEMBER_JOINED: member.joined\nMEMBER_CHANGED: member.changed\nMEMBER_REMOVED: member.removed\nMEMBER_SIGNED_IN: member.signed_in\nKEY_CREATED: key.created\nKEY_REVOKED: key.revoked\nWORKSPACE_CREATED: workspace.created\nWRITER_CHANGED: writer.changed\nAUDIT_EXPORTED: audit.exported';
        DROP TABLE IF EXISTS "webhook_delivery";
        DROP TABLE IF EXISTS "webhook";"""


MODELS_STATE = (
    "eJztfWt32za29l/B0pcka6lu6jRpXmVm1pJtJtFEllxZTqanmkXRImRhTIEsQVrR29P/fr"
    "DB+00SdTPFwZc2JrBB6tkgCDz79mdjburYYGftB0ydRgv92aDaHPN/JBuaqKFZVnQZLjja"
    "vSF6amGXe+bY2gTGmWoGw/ySjtnEJpZDTApdv800BxGG7jGhD4jMLdt8wvoZGjPDfRgjuD"
    "dDxEFT00Z9C9N2B00MwodnH5CG+J2xg3VkUgyDYFtj/C9mmhS95I/3o6OxR/bqDB5FNyf8"
    "WfhNjnpXl5I/XKw65gN2Ztjm9/793/wyoTr+jhn8+XtjYdqPzNImWCU6yPD/8j5/NqYEG7"
    "rok+kCjwmdGvi7ZWPGOJgsGDtQl0t0VShChd4qoarLsFDT0hIdGkKe6wf+QN8+KwMl+Gkq"
    "h6dzi3p33W7jLxjUelTF4yQmhPcs4roaDHp317n6KHoC5vfqxDTcOY16W0tnZtKwu8uf8g"
    "xkoI0/LMeS3z42XahrGP60Ci55mPILju3iEEw9uqDjqeYaMOkaf5u6dAJzDXHFnPkzmOjs"
    "jOIFx/If/lPGJFS11x+qt8pQVRuZ6QpPk5pL/qUJ1wCHkvApAhj95Y0bYSOuNuAGl5/bg5"
    "dv3r0SaJjMebBFo0Cu8ZcQ1BxNjbQfAS7+n4H8cqbZ+ZAH/VOg8wfdBu7gQoR39E4H8AUA"
    "HQDSxlz7rhqYPjgz/udPr1+vwPhreyBg5r0EziZfhLylqec3nXttgHeEr3itSuAb9K8hvu"
    "9+3gDedz8XogtNSXDjj5XBeMgXonyMU2K1gHoFtEPlX0MYec7YH0Yc0pfX7X8JtOdLv6Xb"
    "730KusdUcNntX6Tn9ZI5eK7yr9zccsqAnxGU8G8Bv6HRB5d/isssLXGZ44HeONT3MLm4vN"
    "9gbXlfuLS8T68sE5c55hzbLAvwP2/7vXyAE0IphHUycdD/IoMw52BIRzuTe5cYDqHsDO73"
    "HDsSAGn1pE/P79TWBQZIT3rHtMiEqQuNAnAZxVyYpoE1mq+bjGxKP/dc+FCKCa8cVwcX/X"
    "43oYOLTnplubu+UPiWRiiEdyKOuNzpDYs/tKqNtbLg54lL/Evgf8+Pg6o4apRZ8JNStfjO"
    "Jhf987dvN1j2ea/ChV+0JbHmR1oVf9fmloFzVv+V8zwtesQ5HpxTT3aKL2zexNSpjbGxLI"
    "l7RlYuLiWQdylzbawyzD+NdJKzpSzezOeI1mBneezN/NQ0DHOhupYKEGXx/2iYWoECsqIp"
    "/KcgeygNvD47P74Krvp3F10F3QyUy85tx99mBqB7jckZP1Da3RTifBPCd8Zz9cEleg7gxV"
    "v8jKDc5u99mz8z4TvKnKVRSjUpsWooBm5bG8VM+Oz3mPysXq54i0PmuOBknJBMq8YXPQv+"
    "cYr7UjjW9CnffXhbsVWfkM61cjtsX98k9HPVHirQcp5czvyrL9+ldBYOgr51hp8R/In+p9"
    "9T0moM+w3/pwHPpLmOqVL+xdD0mHUjuBqgljr7BfabslpPSu5B6/7jVkXpJ6LkAJOVWk6b"
    "Azc1waXl9mmMq6561xjcwLw5fcy1t4V45WzzTBuTB/oFLwXUHf4wWv6m2jc6fouPdZrgRl"
    "ej19vWFqFlODO/OAresiLU0L69bF8pnj35Xps8LjRbVwuQf8K2Z9TOAH/hS378MsCGVmAW"
    "irsqfPWGqhHsibXgyXRyqY8yMFG2wPZX06nT3EyAxJ/UJrvC9CkA5lc+2rKuUM3577GJZu"
    "wI1rU/TF1hMi1MVf64zNl9mQIPo1/9oeqKl2XjKbaBd9oRrJtwoBuNnCIrviFcJt+q8O24"
    "xX/kzoh5Y9UZLxY4we2E1K03Sm1BMl175/fvVgxSV4g8y/NuCA1hjLoCtIf1aAiD8wep83"
    "pku7uuRQFKA7dW6xEc/sxzM3boSxwHk00RnoIOcXxIioHtUzw0+X82OPPwAYex8U6SzMqH"
    "d34+T8E716j2IJ4ShgPhvANyka9/7AC9xuVffYp1Xev633EYmpqGjm3woh//bWbO8T9+1H"
    "TN4kcH9uPfxJCI6P/48W/Und9j+x/jJiLzuStuiky+BUTjKTEwG8MADDtZR/8D3GNERzS4"
    "NNcshjQEf4mgAeSY6M9Rg82087fvRvxpRo37JT+fjxp/naG2g+Ymc0TYgA8UMqdIo8h/Co"
    "a6na8KemlptsOPTsibbUjMscJwgt+jaAvvFzT+nYkw8JRTGF0QNm8cUeA/vmqQp7UhBczR"
    "HJehv6MX0PuFjCeoUDyBN2EyoHdogQU7EkjhTujBLHWHNAQ9wEP8cP7Tz7/8/P7Nu5/f8y"
    "7iQcMrv6wA/tQ9v47k7HsQvy9vUclHWeGzNEPKJ93aQ+kjoj3RqE503/GjBOyNy3bvqgN2"
    "pxYKxxhR+FS0ECypIzpQhp2BctVCNnaIjXW48k/lcuhd+g+e+G60pYNs3m0SY5O2hMVCbN"
    "6l9TbXlqpwAMvZw61yGkvISYexEg5jNrZMO8cavMptJpCQbhkJJezDLUNsHMtoIxSQyti7"
    "MqSPTPGHoL4+MvDN3ELlMTHpHVNl75j4aXfTw2RcRnrFpLcQLi0JZyRx3PN5JaFc4WAUUj"
    "c7OheFOTlOc36udSyKv55lnYqyjHNiZmfRD0jkDbHfkaivwqRei3/0Pm+AfpbeL8NIR75I"
    "eXx0wlNpBRst+qlPQce1XLTPcTOk2Rh5LBcDctaZYY+dfcECzpZ9QK+Bq4UmoG6QuH8TLW"
    "ZkMkMzjSFqIttcABdsmRxT/o8sMX2MG65mi4mO55YJoUBL9REv19DGBp4m6H2bPMyiC/+W"
    "nG5VOF3m3gPhU4aAjInIuNPN+Mc/Yu5am8bfxWVqgfPR82ik1qANjRZpMWm6yKMJE+v55u"
    "Bm5CS6OeiKKehtSsqsGCmxrRaNEyIaDrFmePOzPPRpOYl9eeyD7fc2JrpAtsofykZX+Ths"
    "IXhLR3TQ+fSZ/yHmzYgOOwpXP8HbWN32nB0pvc8vsTHMEa3De3CETILSslCMfn0tC5J5ln"
    "RpFei6/dKleyT3LMKV1Mgj9ryW5kpSzyLBV2g9oddGlm0+2Nr8BUNc6AzBioPGEIZEvo/R"
    "S8dEU65FRJxXSOP/B3Lt9nP7h/O37wIabjEzDQzCgqN7xFaOf+nhbrM+c7Tk3KrCucm8zI"
    "fdTdlmXnaZzQ4SgewRPf2eCPZPjWUOE187yjdl0EKe9Ihe9tuXn1toYmqTGT9QDNqdHjQL"
    "5KG9fXXd6bWQps8J3eaYsX/nPm/VK/MiRBL7Uc+zGtMODa9OHjArRexHEjVcafafoVwe2o"
    "qhr++hzdCYA6UxttF7WlY6hlXZMQx/twgfbgs9JyWllqusZRs/mY9bvc1JSanlKmtZpkCT"
    "KdCqSL3tmgLtoPSbqxNHoY6dT8FFrc2VNBz0U3HYcX2ct86QybeOLbSAsmsLjSEI5XIwRY"
    "QiDUFKCfBve4DA6MWMXwZazL96hnomlGGDmQYkGQMvNzHOXFuiexxULMsJ/T7abbcv8pYX"
    "mv07h9rmI4mAbMnxVYXj41PczPEgKD58hwI1PHsfxKdOm+R71G3G80XSVca70f6k9Ibq5U"
    "Bpi+hc8fqf+fTBiPqtn9u9T7HWmUYfotYrpavEZP2FaERv2p2Betv+Ck2wip0x7Sm8Hg4p"
    "WsIRRVs4oGhLjHerdq5v+oOwlb+/cwgOjdqVfyXb+UnJb7/mv3DQaXfV9tUVtAeJBc/4Li"
    "/RHt4/7BE+g2A9O71PKt8uencJcsCc8WlgJ/tctnuXSreb6DWBuWIY0O+rMoAM9OrNoH/d"
    "F2P5XmtnUN7MdOJ9woDqoEsYWH2tQNyt2ul97XjPjMF1+4zQJyJGEA3tIQwCm+CrQftbr4"
    "VEs8hIc7YgzkznWwYajvXPfqcXG+o/JqGxO4Wa85tD3fntA+W6/zXWbuO5+RRrv+184qOr"
    "QBX7PRj/pvFTDuFP8EX5LZqLYL8KZyK0DJSv/S9Bi384GtFv/cGX25v2pRJJhh+3SP7bgO"
    "MTe3oRvB17+vbdVWcYmz1iVxGbPd+Ui8/9/pfYPfD9zDQfY3cIeoS3CHoE9wh6hBMs6OHP"
    "r21Y8zfnGyx8b84L1z1oSi17z+c0cDrn0xLRatHuqQSgCSGJqOTFJS8uGRbJsJwcwzLgs3"
    "7QuRw+H8USSyuYS7Ik0w6uollSGQ/XEy19ikUcoIVt/3CAIP8dXDLMySMybR2iDDHf1PLZ"
    "w4dFTsBoiN000pDtUs8viV/3hsjwKge7yw4eT1VyvKxCQO+euQ9M4ceWLSQak5K1FTdP2A"
    "TnaNWZce3MTCMH88JQrKzg8WKxzl8faoO150gsNplh3d3enSwuf0SXMnM6LUmXNvofP7b4"
    "Kjsd0at2p/tbC+kaMZZwKla+wJ8LjB+9ApzPHKAyM90yOSiD7kec3Ccyt0GjupYT4VOIZU"
    "zieHCeylIBR1L1/5u0lGtvQuiIC8Td8PJQ9pSDu93x3YBuLqg6J9TNLWZUOH/zRI83kd+c"
    "ykzm6KhgdCtI3l8Ib0bueNi+PRVo+bsByf5VfhxSyy2+eaLHA/inU/mqPZgizbgKJvptd2"
    "3pMY64MFu2ec8HWKr32HHKRwVcKMMhuP170iN6M+hftC+6v6lBQ2r8EYXRvvUHtwpXkOmo"
    "C9NmW4Uh79+BPdg766pLHZKTI3s1mZwjLn30quajlyE6t0vMVhDpWTI129ZxnlXgcPYd5b"
    "kTr6k8YfEcGULTa2iuYjJx2GUtgznmHbA2HwfpzogeREn6Bb6aHndoRybnD2jM8B9jNDH5"
    "qsDQT004rr1BI/f89fk7BNZ2QhFxmmH4JfjsixocmrHQlizDbz7DM4xgJi+ZKC3ySZQUsT"
    "Gaazp05Gu678YmgkVNWxd54jQUpJNCL8dQ3nIJVm1HG79CD6ZXt4SIkiKGSR/4g80tmB3e"
    "Ewg/Nvh1fPPMxxrRqAQJPCaLfpjnF+cNxF8gVuzw9nvDg02wW/iPTDa5RMGRmFkQuq0oOU"
    "L076qYP6r45WJeLYtrjTxCrO3f0YsYILLgSIWI5GiObAp6JCHtiOntFH/NMkhekIfCA4cv"
    "UKcMXf/v/PzNm1/OX7959/7tz7/88vb96/C4kW1ade646HyCo0dir5Q9i8D6UoYNCvpX2S"
    "VxSx5o/45QlrY0TC0H3+LiCDERWR4hcSyQ5RGk30/22Fbk97PTqW1/p4xUhfWc40a2Bnvx"
    "uSOcUuofYef1JxAo7C1m7hiq/Xm7br5BxbbD/8bM28YbDKJBoOqftzfmG3HDQJ+UnjJoDz"
    "u9T2fojgpp4gWe8P2txff0OtJmfN5kfSqOclevcKFpGOaChacbEe+ymJmMn0VEskNxdeIy"
    "x5zzP/g0nzhwUmiiMdZsg2B7HMXTMI0fju4xxMnw0dvi3CBGgHZw+PXu4fBtOgKbNPwOdL"
    "9EYwNDzTNB44zFkcS/gi1zMhujl7CBFKmuJ+BSUlj7MBNl45/QNoixiUqAxZ5FxttU6ahw"
    "chXe/EF9f60yLG/0DrdQNAqUcWtf/QY13DR9OaL9G6XXQrBU8Jetd/tNESEK3msL/u63Xz"
    "o3N3CJPRLLgitXndvL9kCEX+iETfgCvZ3X+wG44LCM+FbqDaWPqN6wRGMZzV73r5Ruy0vZ"
    "P6If293uRfvyixjfgI+m0HFXvQO6nqvZgGwS1dAQrNpZ/RRnzA3616CA5ard3CES5U44MA"
    "+mXSo3a1xGHi83OF7y2+VP6RUYRyI1hPh8o1Rt5ytStZ1nU7XpZDolE/7UpSZzUqqGWB8g"
    "2Zqh5ZjDV1Alfn/Jk+ydJ6EY64wfTCwyydmwrvSRTovK0ralSttC2RphNirxIiSlqvE6wP"
    "1q8zoEW1uV72dZuRI5OaJ1SDh/7P0knP+2QD8lJpHfEvkJP+xtfbKND1BhDTSgDY6undth"
    "59JzNYPzK1/IyMRzQuvfDdRh/yZo5Ud270M3osN+X+VAQ6IG01Q5LkBV3N10O5eiyr3uWg"
    "aZiCr3/eFncHIzBeNXiX2XT6CWYQNjIjK0PImmzymX+X7HROTHe+8f7xgPn1XKihJrCSkZ"
    "S5ItABYZGTKwrskxmxSVLq9Vc3mVJvPNXql6mcyTB1FNX26VcDaSk+91ld/r0D5fVsUJQa"
    "njKusYcwi3UXFcTmq4yhquUpqQ6qq1lAty3N9mY5/uhJQEVRa9O044VM7M3QOut9FINUU2"
    "+b6WzWiezGyTZyDzxT5+GWBDK8ji64Md5M664UOd7Lc0A/hfh3Sq7YS5Zxs5DrWx1uYqZ1"
    "qS7LfWj/Zae8QMHEshD5jwWWMitMwg9BFN+TyAPGBeQtomGnv/4BNs7FdQzKmTCJIvwBX1"
    "EULSWEFBxiPeV1ZorNY3tIlkhcZNTCKyQuMW5q7Tr874/OUDK1SdURYPlMzvPpjfCpWUq5"
    "rWT0TLmxFHkwnf9W31dqdEJUFYZT2HxTm2UHRaVmq6ypoOT35lDmIJIenKk8o+KusFyHoB"
    "FSDTmidUkfHar3jVyGHmwrbmKl5uHu+1lpVroxk2LGTxp2kiDX1s/wp5rDQ0haBy4LvI5B"
    "E77AyNg+xSbOzXTwTnzjAunCGNPWId+WmtiKidSGwvPVWWlDvObUV8u89Vj/148yDEnflB"
    "6djG/MxOp8Se83FM12FEx/xJ+DUo9SUIzg9e6i34ngt5jzX02MB5cf6r0E7jH5vTGbCyce"
    "iSHpT0YAUW0iNEBRbnTVpPD55CDiURTNASiS6gsOHgy1Ufyv7NNfsR0lOP6LB90VV4B3gs"
    "CPm+7A+ubiHiexKktXt+grD6Ad81ChR5fja2UqvO/vnYcCeRxbg4tiAhJKMLVs96mVFMku"
    "QbkeTS7a5ebne1oa+k1906UGvgdVfN2bqL0x1/BNS763Y39LqzTT71+adzD+53N/5YNXO/"
    "yyYm2xGn2zA/WU0QOigJKqwqjTwK1GtpriRAoz4b0J8WtplJz9CYufeQBkTkwRwb5kQzxm"
    "hq2qHnYEQfeo5/IVU54wJzbTIjFIcOhK1xmNnfNhcvGNQM4IPl8KBHvf+I8tFQYIDmXVDk"
    "xVnMYybsC/5j5pCZiRbJYlaBxQxUkkG9mFSIidSQVTh/+3YTLvPt22IuE9pS2Z4qzxUfLC"
    "+idCRNI+25g5bEuwbOpJLIKYa+vkSOdPGQLh5VOI40T8jFo29h+qtvVmjknHES7StPOhDM"
    "pP4R77r+wCPcJcaiLtkYwYLKhNuEV0ZMuERA6lV+3jCI4xiYH0we8VIcSiBoSiTuh1MJ1A"
    "/TbMLAOWIMPMLYTzsO/XL8PY5222JPDH8q8HHXeGJALTZV+JWIemTyOFOV44y0Rx/RHg3v"
    "SYlDjd+9FlAfwf9FrIRZfFfUNff7H7Ee9KHQ3XMmNcLUgNHO4WhX5VpOScpUyyVSLcvzXv"
    "EEr+95L7k1Kqn4jHANdX8iut4sxk16aezXSwMOLCXxjIlI/wzpn3F0/wzLt+vvCGo9s/Sk"
    "oY29rKXdMw7JON3YeIptzDUk8M/hnFI9mqtYJyvsqwazYxPeKahBKQrIx6pZesE0k5lG+b"
    "OLBt3Wpk7Lr3SPdSCA/Mw7ojal1xUyyM+40tCMP0sTCbDhT+LkkE9Hu/eIelpnwizvBSCF"
    "VTIJyy2UKWKc7OW4ifh1QlH8XfmAxhCFJOKXFrbp8M5etRKsj1vodVCzU1TGFKpqjigoHx"
    "pc+si/7FQMC9wZmVumDWZ/k2K2cQFNGaJUVTaMLZmD53CCnVulaLGMYC1Im2PzY7JQQcVC"
    "CcKazpu+B6GAnP/blKiEEtGlqglFEhLwLQAPPvxlII/LSNC3AN3ffZVg6mMSW3H1FTv77J"
    "utl7zxVnNbcoeSO3we7nCLg1YlwZTU4TpQ90AdluG31pGMfYqHJv/PYSjGSk7rrRnGfAXs"
    "SBrGIrtyKcNk5NcqwjAWb7YhXYgCtzYv645GfT+vJpqaLhUJf4JERx+A3bvHE3OOGdI8H2"
    "lg4wRhJxg/zY+yCRL9FPioHeeeZUk3Pu8dlwX0WxP9HmZ4kqxcBVk5g9AcJ93iOol+9+O5"
    "9ZzQWUEyOkcmGJjFnyBn+q4iGCIZCbqkkU+fRoYy0w9m3rpT7Pwal6nFW5D0gH1zvoED7J"
    "vzQv9XaEq7v9J8Z+4VGEcitQucPIiLMQRUkAl/6lJTOSlVw8m8/9DHaIe+TYxqJH3EaR13"
    "ey4Tp3oz6N/0b5WrFgpGgFjV3sfO4BouholUR/Sqc3vduRVddcLmhAV3e3Z1SQa6GPr6ei"
    "7reEK2q+aalJRJ/KXZ4STe5f2YHVJc06aYpsSk63JFjDm1QVNac9aBumdH8HhZgR2Bjdcx"
    "OMn5uhba1PJX4Awu/exr5mcfpKDMsZbFslMWG8piyTDXmsiKQZVe3adsPzpBMoFPU/KES8"
    "LcaF8OO1+VFvKkgUa4vukqQ49GmFvwTusjCsd43o1f1OzJjHesCIngaDZ/vYoyqBaa+9Ji"
    "xzP7nb8+0Guwb6OfY1pkUipHfyQhzSF7N4c8G4tcsb3JwRcU4hTlOSyY9YFADdE9RB7JBT"
    "bAXScLcbFxOyZSA5PTsS3bYpdeNs9NUuh4n8dT+TqyR2KVBjUpJEGVMQnSIgS/1D9lbKP3"
    "lKy0Ckmr0Em8z5JxrzTjXsxbJr1iya71SD4FCP8auMzWBPNco8WOYNXPYJHZqO+I0K7BN1"
    "WF6aDWAq8kUJ6xICwWtMJWEPVZG00zhIw383us6xwEkdBGQ47mPswcEbDShBozDIssywxp"
    "NhY5l0XqGFGU29IY4z/Bk4OS3SL65cHEzAuUwQTsDNmAmuPcVuTY8UqhihQ7froeb9Soxr"
    "f3IKLojR70EbC2+BUTRoK8ODBArCdenEECnolj2lB/fGqYmvPTuyb0HFHbXCBtCnmCYCxv"
    "iJdcYT/a2DL4Av1j+NvPrOUrmXDn5E0z1U8/XRvuSBZDPnAxZH9Ry/nqE6rZy3yMY0LpXM"
    "lLx9uRnhjMK2C98A0k4bzmaF50eu3Bb/kT+yLHoHLx21Bpp5CXh1HpongCqFbGRbEKcfmS"
    "LqkmXSIdFA/goHiCyTyquGZUKZfHEDxkGjlMg9fQXEU0OGGXtTzDGEb3ijZ5aXbFG/yCIU"
    "OjDy7/Q+Si1dAMa3AsRgvTNXTEtCXkxkBjjS+heI6pd46f8eM1c/nJ3U+oBqVtNbjA56Jp"
    "jyGLboZxOPYDjGjANgBITfSa/wP99EHAj1zqECPIPByIblajSmgpXaRKEgFVIQKqX/D1eK"
    "465xu56pyvcNU5zxZHWhmCv94L9nnC8f1BjZJzufFJ6SmDdreFfPkRHSqXn3udS7jm4MmM"
    "kglcveh0u53epxa6J4bBNTSi7cvL/l1vCD60wrvDd6Jtd+CaMFGD1kZUufqkqPyzorQQ1h"
    "+wOtG8hB3P7/W24BuzWd5eGJjWIqesQCSlWsHOHkq5P50dypllBaRX/buLroJuBspl57bj"
    "O3eGlnXRCJeiMk0Dpd1NOwyFdoKt/MlD6SqvXY0bZXDb77X8lFsjet2/UvjLI74zI3rT/q"
    "TctoQJgX+xh53LL8qQ/+2QySN2+BVATb2Dt8PGfEvsMgwyl19AZPJYjRclSE1WyjE6ISR9"
    "o1ez1Fv4RhOm5qUGXldzLteQeshqc8F+7GSLzYUb81JfioTUlh+Lap7vD/WxiB9wslAX+p"
    "emxWTea+ljKn1MG9LYI6n0inCN+83cvEdiMs7z5vGTKR54BU3p9yyRZHjMLP4tHHu1shh2"
    "fMYO+DyvMJjtUs+DiGHMwiJgH0KvH95CHETxEw4qgzH0ktAnzSYaddC7V1mfqCPds5hhhF"
    "ai47llOphOlirU7U4zjVknJEg77Eenp67Ge/qF1OBLJd2WKsNWTk3DMBc5B8di1GMi0i4u"
    "cxLLnMT/XaDLFLgyBa5MgStT4G5OT8ss5hWjpkUd4zIfzVCgDukkju6uDuCp5WsFZuQkc5"
    "plTqEKNz9UMr5e52wDV/D/aUFpAtjABDDlPwvCtcos5XEZuZbvfS0XlFH+BmYDC34gXOF1"
    "vTEctDu9lldGa0Q/97t8sg5baGYauuk6aRJtky3O+w12OO8LNzjv0/ubNGNWYjeZI1phVW"
    "y7ozxExiYbCwcGtXwwWFayfpDvPyYspNBtl5a0WeWISuJQGoD/C3PNxGwgZdWckJRqrrSa"
    "pWF/z8tj+KNVYTApCW2+tPwEpQ4SCQvuptgmpeTElR4pxw/ujGXG3xHXWCL+miKbfF/XY5"
    "taO/eAcenkYtVcbdcinf/VKV2SIlKFaWGqrnD1L5OSq8/H+tUfqj4qSOYoEDUItV3Tu6Ur"
    "2dcEqVJ+e3FQ8RTbmOYFDQWoBtHcm2AbjFYzdDeJsSoPV5T5rSYwbekPOnBzq+jEm5sbeY"
    "Pa7mbldBrfbOI4mKL7pZfObUEhI9xU5KQzsMYw0gxIEPdyLP5SsWVOZuNXTXTvOmhq2mg8"
    "gY+iofrcozjIj7MOoAe6j5cFT3O4iDNGU/I95jzK0Ms/Rx4kI9AA0RlXwqjh0+uJawaeOm"
    "r84l+vkObE/FP5t992moiZni8q+KEuR1Tjv2luxZxWGVccpMljZ3xQZ0EoGzVEjr8Znwc/"
    "8Bv4TyYGoV4qP/QfV3/AiPIfKR5WBOvzhiWaaU8Y3WMOm2fTQ3yGmSNKsWb/oLuWQcD7yE"
    "v9B4K8g3frduROK/IGmhRNbXOOtDCmfwa3WJhozvc4Lf6o4GJDKAeWP67IMgh6oe78HttN"
    "SB3IcW6wGdda0O6IHIb8ziHCoZOu+FvclA+CjekZGttcnbbn/gsoTWbE0F8w5F0OBsTogf"
    "8cfpk/JNjPDufRG1YL8uaa8EWGpj8b0fsaScKY+Dv/Poj9ZfgyB+8oPwmqCR44qgsUrHIN"
    "MQLvBH+gb5+VgYK8h0CdHnr5gv9CF+svmugFl4dx4J/4STNcvm7yv1552yjpV1wFv2J+z4"
    "eHPJ+fzQyTMfEqu1g1hp8Hyi2YJLlGZxwdWDVH9Pbys3J111VaiE1mWHcNPKLX7d4dxOzz"
    "r5vrpwF4dsesEywn5i0CJd+Fxq93yh2UCfOkR3Rw1+uJbAn+SjKiytd29649FBejNYWr8u"
    "7yUlGuQJi5kwnGupBX/qlcimpkNv4PnohiZB/bnS5cmWrEEJXP271LpSsueR9lA1ekPJm0"
    "Vz+DvVoWvDmA9xd8GrcCNisowU2Dew+7PrEPKbNCJKXq54n+9u0mnuhv3xZ7okNbykPUO5"
    "plYS72qouJ7ORUV7GF+Ojecw62SiwbQXe5WGQLczqaoQI+pSqeJqUkrGlYDZPl4LnCrTkQ"
    "kO7MG7gz+xyXWhrltKBEewO0HfMRU6Za2FYZ5rfOoWRWQJ4rLXHfJMmbgIupwN6WgjwtKN"
    "HeAO2Jaz/lWHuKd3KhgAyO2P/2ToNKjKXCVWIiUiF7V4g146eWUvqIJKqhDrhtbdThmZbK"
    "qCOSkMfOXXDXWJ7D2qq0FYFEHfjWY4fgAifv2pjjqZfKzZ2WqwP2B09dYWtslrfGF7IAMQ"
    "nJAGQYAGF8F54gZWZuSqx+E/cgRpqYV02J+ZuSknM4fw57DiQZWFfHPaVEZSn1Ksc95Tif"
    "ldV3wRBS71XWu+dWsYW2E4IyqLHSSha+nVtpOSkpX+Uqa3lKKOGb8W3UnBKVeq6ynmWIso"
    "z0rEKU3NFyj8erWxdkYisfkSO08zUa7yTXs53jcu4Y1ruEPjZygnLCtuaqiByX91KNoNva"
    "cJw2Yvwl+oFQBDIismNGGJprkxmh2AuxgLqKEDGJ9Q8QbgH/ZIiavCN9QNoD/7nZ8Js9jp"
    "sTkZGKuiiMVXj+8vbPWiH1MImMiiMV8HeL8GV9iw1PUlIeXyq34cl8n/f0LSm5Pn7D9zPT"
    "zF0eg6aVq+Mi1mnt2jg0DV2EiY0f+axhY1jF8BP/TIWRZwuNqxdq0c6wZjfRYkYMDNcJRK"
    "NlF8VdBxTBhwxPbIg9hPWV8R6aaGV8FBEtyDuLWDsT3WOos6fDTxchddDtEVsORPuJIVtI"
    "4xeW0PcRYwsuuvztsP1yvQaBWEBGdDyiosavrkNIWriWwzIALsrNoAgwpk/ENilUAkN+vV"
    "4RnmjZ5oQLQqAg7AtcS0RgPokfZrpQENiy8RMxXab6P25EvV/Hn3SBwxK/UTfx95gLmtOp"
    "6tnzxh4KHEL+jYDgxntTXyK2IA7EDYlbTacbfk9+byxM+5FZ2gTHIvlkRFxVIuJcu5Qfvd"
    "+9ytFv27rQv940m/vKdO4Z441YnrIQF/syhALV8CyplaOPtyaWmfCRRA3n/GFCypIfoDJg"
    "54hKE3E50LcyZ2alJU1atVODLOL7DEV8oz1xmWUsKVW/FezNRivYmxUr2JvsCgZObZCFg5"
    "HcNE5rjDxpYbl+VXn9knmli9+0+hYWThMBm57y03LSyLfayBfitQdD37f4WKcJ7lpjX3p+"
    "lTX4xWwk2CBP2CZ5fsZlsjv6/OuVN9wm2UhPBftyGR63Y7RD2IqZ7TiyaxluVY/33jgrn8"
    "/k8t6UaR6pIqjpufaImZdrzcXFyfY2Exc0NsXfHcio1wLClvocNx8Q6+ilsP29aqIeJOgz"
    "+bseUOD8B33g/U1RldkJBmXYEf8XifOilHn6EuyIpvdIC205ooJFh8dbCs7Z5JDN/RxxWk"
    "hZGxpzRJeNuWIf8YJ6zek0b/4PX5fljejf1bQuVd3dNM3b39GLhUZEMjeZy606zPUz+gqd"
    "ztGgRKZ94J3zT7nrk64FslXmSBuDu57Kt7ADL0OaS898D1CReE2NpVQTbbG0arw1llqNN0"
    "bp1aAtSLEGLUGaNbgeS7UGTWG6tRH9qgwgkFvtdr4qrSCv5xksTFHbgO/XByAbNNv8SGOD"
    "9Dfl4nO//0Ud8g05X/K9he3M8X0tnj/UCt7YMgaPoH817B21iqQ9wVSK/qe2pAYa39odL0"
    "2iLz+iVwq8XuIV8j/62XyI27ww+8986OSfGIrzEwX9ZUxXNvWetyPMgLmaVoqJSeawyswh"
    "Pwwt8kJOC9+VSEDWKc6+Lv7BrZyNNhSRlo2NLBuS7S5Gv75sd7jn2ELvaVn5TaryNylJWm"
    "1s1UhISZvGGptG5Gy8q0UjGuk0gV1vz0jMrIOGL5Ul6ENrUh41Hzc1rSDlE93WsfHF4O4Q"
    "CiOp3gO8/M0VVK/4f4k9atC/ynRklbwH5Q71v2WHWiL2KGVp2dGkXbeI4SQrYRGoO7IrRB"
    "b5gmtl7E9g5OrEUfkk2N09og1DKXyk2oJF6BNxtD1UVO2EA9UVqjmGQnc7wnQtBqkrRP6B"
    "YD9OSXUC6ZBnnTa2yWTWyDno+C3NVaccLepTmSNOIceee8LJ4df9TcluR5vKs+vFx5jCFB"
    "/FJ5mYSA0PMwcpWwQvVQmE/e41RPcwR0WTOrk5hFaUEohEju/i8TxE596cOZ41V8Rf/weW"
    "imxO"
)
