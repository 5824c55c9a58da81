from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
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
COMMENT ON COLUMN "audit_entry"."action" IS 'AGENT_CREATED: agent.created\nAGENT_CHANGED: agent.changed\nAGENT_DELETED: agent.deleted\nPAIR_SAVED: pair.saved\nPAIR_CHANGED: pair.changed\nPAIR_DELETED: pair.deleted\nPAIRS_IMPORTED: pairs.imported\nPAIRS_EXPORTED: pairs.exported\nMATERIAL_ADDED: material.added\nMATERIAL_DELETED: material.deleted\nTRAINING_STARTED: training.started\nTRAINING_CANCELLED: training.cancelled\nVERSION_PROMOTED: version.promoted\nVERSION_RETIRED: version.retired\nMEMBER_INVITED: member.invited\nMEMBER_JOINED: member.joined\nMEMBER_CHANGED: member.changed\nMEMBER_REMOVED: member.removed\nKEY_CREATED: key.created\nKEY_REVOKED: key.revoked\nWORKSPACE_CREATED: workspace.created';
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
        FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "api_key" DROP COLUMN "role";
        ALTER TABLE "member" DROP COLUMN "name";
        ALTER TABLE "member" ALTER COLUMN "role" SET DEFAULT 'expert';
        COMMENT ON COLUMN "member"."role" IS 'OWNER: owner\nEXPERT: expert';
        UPDATE "member" SET "role" = CASE "role" WHEN 'admin' THEN 'owner' ELSE 'expert' END;
        DROP TABLE IF EXISTS "audit_entry";
        DROP FUNCTION IF EXISTS audit_entry_stays();
        DROP TABLE IF EXISTS "invitation";
        DROP TABLE IF EXISTS "used_link";"""


MODELS_STATE = (
    "eJztfWtz2ziW9l9B6UuSKrc7cTrpvM7sVMkyk2giS25ZTqZ3NEXRJCRhTIFsgrSit7f/++"
    "KAF/EqibqZ4uJLd0zggNRzQBDnwbn82ZhZBjbZeXOCqdu4RH82qDbD/B/JhjPU0Gx7eRku"
    "uNqDKXpqUZcH5jqaDuOMNZNhfsnATHeI7RKLQtfvU81FhKEHTOgEkZntWE/YOEcjZnqTEY"
    "J7M0RcNLYc1LMxbbaRbhI+PPuI+H2xiw0kbsfQI8Y2cqeYOMix5uwcHsCwdP4EfOgj3Muj"
    "5A8Pq641wbzF4Xf817/5ZUIN/AMz+PNfjbnlPDJb07FKDJDh/+V9/myMCTYN0SfTBR4OOj"
    "XwD9vBjHHgWDh2qBqPGKp4MhV6q4SqHsNCJQtbdGgIea4L+AN9/6L0lfAnqRyU9h3q3nc6"
    "jb9gUPtRFY+TUL7/LOK6Gg56f9++/iR6AtIPqm6Z3owue9sLd2rRqLvHn/IcZKCNPyx2NH"
    "772NSgnmkGUyi85GPKL7iOhyMwjeUFA481z4QJ1vjb2KM6zCvEZ+Z5MFuJwc4pnnMs/x48"
    "ZUxCVbu9gXqnDFS1kZma8DSpGRRc0rkGOJSETwTA6C9/3CU24moDbtD60uy/fPv+lUDDYu"
    "7EEY0CucZfQlBzNXWp/SXg4v8ZyFtTzcmHPOyfAp0/6DZwhxeWeC/f3xC+EKADQNqYaT9U"
    "E9OJO+V/vnn9egXG35p9ATPvJXC2+ILjL0PdoOnCbwO8l/iK16oEvmH/GuL7/pcN4H3/Sy"
    "G60JQEN/5YGYwHfCHKxzglVguoV0A7UP45gJFnjP1hxiF9edP8p0B7tghaOr3u57B7TAWt"
    "Tu8qPa8XzMUzlX/bZrZbBvyMoIR/C/hNjU48/ikus7TEZY4HeuNQ38Pk4vJhg7XlQ+HS8i"
    "G9sugec60ZdlgW4H/c9br5ACeEUggbRHfR/yCTMPdgSC93Jg8eMV1C2Tnc7zl2JADS6kmf"
    "nt+prQsMkJ70rmUTnalzjQJwGcVcWZaJNZqvm4xsSj8PXPhQiomuHFcHV71eJ6GDq3Z6Zb"
    "m/uVL4lkYohHcirrjc7g6KP7Sqg7Wy4OeJS/xL4P+gMawKU6PMgp+UqsV3NrnoX7x7t8Gy"
    "z3sVLvyiLYk1N2lV/EOb2SbOWf1XzvO06BHneGinnuwUnzu8ialjB2NzURL3jKxcXEog71"
    "HmOVhlmH8aqZ6zpSzezOeI1mBneezN/NgyTWuuerYKEGXx/2RaWoECsqIp/McgeygNvD6/"
    "OL4Krnv3Vx0F3faVVvuuHWwzQ9D9xuSM7yvNTgpxvgnhO+OZOvGIkQN48RY/Iyi3+Xvf5k"
    "8t+I4yd2GWUk1KrBqKgdvWRjE6n/0+k5/VyzVvcckMF1jGCcm0agLR8/Afp7gvBbOmR/nu"
    "w9+KrfqEtG+Uu0Hz5jahn+vmQIGWi+RyFlx9+T6ls2gQ9L09+ILgT/Tfva6SVmPUb/DfDX"
    "gmzXMtlfIvhmbETjfCqyFqKdsvPL8pq/Wk5B60HjxuVZR+IkoOMVmp5fRx4KZHcGm5fR7G"
    "VVe9aw7c4Hhz/Jh73hbhlbPNsxxMJvQrXgio2/xhtPxNdXDo+D0+1mmCu7y6fL0dbR6dDG"
    "fmF0fBX1aEGpp3rea14p8nP2j641xzDLUA+Sfs+IfaGeCvAslPX/vY1AqOheJuCd/8oWoE"
    "e2IteLLcXOqjDEyUzbHzzXLrNDcTIPEndciuMH0OgfmNj7aoK1Qz/nscopk7gnUTDFNXmC"
    "wbU5U/LnN3X6bAr+i3YKi64mU7eIwd4J12BOs2GuhWI6fIim8Il8W3Knw7bvMfuTNi/lh1"
    "xouFTnA7IXXnj1JbkCzP2fn9uxOD1BUi/+R5N4QGMEZdAdrDejSAwfmD1Hk9crxd16IQpb"
    "5Xq/UIjD/rwooZfQlzMNm0xFPQIW4ASTGwPYoHFv/PBjYPH3AQG+8kyax8eGcXsxS8M41q"
    "E/GUMBwI5xnIRX79MQN6jXu/+hTrutbNv+0yNLZMAzvggD/629Sa4b//rBmazU0H9vPfxJ"
    "CIGH//+W/Umz1g5++jM0RmM0/cFFl8C4hGY2JiNoIBGHaz7v0HuMeQDml4aabZDGkI/hKh"
    "Asi10J/DBptqF+/eD/nTDBsPC26fDxt/naOmi2YWc/mgGAVAIWuMNIqCp2Co0/6moJe25r"
    "jcdEL+bENijr0qCif41zKywv8FjX9nIgx85RRGF0TNG0cUBI+vmuRpbUgBczXXY+i/0Avo"
    "/ULGE1QonsCfMBnQ27TgBHspkMKd0IOd1B3yIGgCD/HTxZtffv3lw9v3v3zgXcSDRld+XQ"
    "H8qXt+HcnZ9yB+X/6iko+ywmdphpRPurVH0kdEW9eoQYzA8aME7I1Ws3vdhnOnSxSNMaTw"
    "qbhEsKQOaV8ZtPvK9SVysEscbMCVfyitgX/pP1gP3GhLB9m83yTGJn0SFguxeZ/W20xbqM"
    "IBLGcPt8ppLCEnHcZKOIw52LacnNPgVW4zoYR0y0goYR9uGWLjWEYbkYBUxt6VIX1kij8E"
    "9fWRgW/mFiqPiUnvmCp7x8St3U2NybiM9IpJbyE8WhLOpcRx7fNKQrnCwSiibnZ0Loryb5"
    "zm/FzrWBR/Pcs6FWUZ58TMzqIfksgbYr8jUV+FSb0W/+X7vAH6WXq/DCO99EXK46MTnkor"
    "2GjRT30KO67logOOmyHNwchnuRiQs+4U++zsCxZytuwjeg1cLTQBdYPE/c/QfEr0KZpqDF"
    "ELEsAAF2xbHFP+jywxfYwbrmaLiYFntgWhQAv1ES/W0MYmHifofYdMpssL/5acblU4XeY9"
    "AOFThoCMici40834xz9i7lqbxt/FZWqB89HzaKTWoA0PLdJi8ugijyZMrOebg5uRk+jmoC"
    "umoL8pKbNipMS2WjROiGg4xJrhz8/y0KflJPblsQ+339sc0YWyVf5QNjrKp8Elgrd0SPvt"
    "z1/4H2LeDOmgrXD1E7zNqduesyOl9/klNoY5onV4D46QSVCeLBSjX9+TBck8S7q0CnTdfu"
    "nSPZJ7NuFKauQRe37L2UpSzybhV2g9oddEtmNNHG32AhIzL84RrDhoBGFI5McIvXQtNOZa"
    "RMR9hTT+fyDX7r40f7p49z6k4eZTy8QgLDi6R2zn+Jce7jbrM0dLzq0qnJvMy3zY3ZRj5W"
    "WX2cyQCGWP6On3RHBgNZYxJr61le9K/xL50kPa6jVbXy6Rbmn6lBsU/Wa7C80CeWhvXt+0"
    "u5dIM2aEbmNm7N+5z1/1yrwIS4n9qOdZD9MODa9BJpiVIvaXEjVcafafoVwabcXQ19doMz"
    "XmQmmMbfSelpWOYVV2DMM/bMKH20LPSUmp5Spr2cFP1uNWb3NSUmq5ylqWKdBkCrQqUm+7"
    "pkA7KP3mGcRVqOvkU3DL1rOVNBz0U3HUcX2ct8GQxbeOl2gOxdbmGkMQyuViighFGoKUEu"
    "DfNoHA6PmUXwZaLLh6jroWFF+DmQYkGQMvNzHOTFugBxxWLMsJ/T7abbcv8pYNzZakXlVI"
    "PT6nrRyXgWJrOxKoobF9ECc6Tc93oduM2FtKVxnvRvOz0h2orb7SFOG44n0/D/iCIQ1avz"
    "S7n2OtU41Olq3XSkeJyQYrz5DeNtt99a75DZpg2Tpn2lN0PRpStEQjirZoQNGWGO9Obd/c"
    "9vpRK39/ZxANumxX/pls56ZR0H7Df2G/3eyozetraA8zCZ7zbV2iPbp/1CN6BkFztrufVb"
    "4/9O8SJn0559PASfZpNbstpdNJ9NJhrpgm9Pum9CHlvHrb7930xFiBm9o51DOz3HifKII6"
    "7BJFUt8oEGirtrvf2v4zY/DVPif0ibix9n/02t1Y838sQmOtkTaC5kgfQXtfuel9i7U7eG"
    "YJXX5Vfl/OHThgimYOtPSVb72vYUtgvQzp917/691ts6UsJaOvTyi/DWH89mKDJeDtReEK"
    "AE2pBeD5zstPxzQrEajF3xC+BSkJaEJIIiopYUkJS3JBkgsnRy70+azvt1uD52MXYhn1cv"
    "mFZMa9VQxDKtnfeo6hx214CIGzsRNskxGkfoNLpqU/IssxIMAO8+0dnz1Q6t0NjXmxr0Qa"
    "cjzqu+Tw6/4QGUrhYHfZwdmnSj6HVYhl3TMLgCn82LI1NGNSsqzg5rmKwKJU3SnXztQycz"
    "AvjELKCh4vDOni9aE2WHsOQmL6FBve9p5UcfkjelNZ43FJ4rDR+/Tpkq+y4yG9brY7v18i"
    "QyPmglvGivIV/pxj/OjXnnzm2Iyp5ZVJvxh2P+LkPpG5DRo1tJzglkIsYxLHg/NUlgowSd"
    "X/b9FSXq0JoSMuEPeD1qFOFg7uccZ3A4Y1p+qMUC+3jk/h/M0TPd5EfnsqM5mjo8LxU0He"
    "+kJ4M3LHw/bdqUDL3w3Ic69yc0gtt/jmiR4P4Den8lWbWCLDtgqn09vu2tJjHHFhth3rgQ"
    "+wUB+w65Z3iL9SBgPwePelh/S237tqXnV+V8OG1PhDCqN97/XvFK4gy1XnlsO2isDdv+92"
    "uHc2VI+6JCc99GoyOUdcuqdVzT0tQ3Rul5OsIMixZFayrUMcq8Dh7DvAcSdeU3nC4jkyhK"
    "bfcLaKycRRl7UM5oh3wNpsFGb6IkYYIBjUtkKWA+zhRzRi+I8R0i2+FDD05gxstLdo6F28"
    "vniP5gR4R0TcsyjcEHzURc0JzZxrCwZM5IJluc0j3x+qaHwW1TMcjGaaAf34Gh54bIm4SM"
    "sxREo0DYWZk9DLEVRyXIC/gKuNXqGJ5ZfoIKJ6hmnRCX+umQ2zoTgDmv9DBReF/8ikPUtU"
    "xogd4kG3FbUxiPFDFdpWxXOLWbAoLorxCEGh/4VexH6OrIxRIdp3OUc2BX0pIU/90psf/p"
    "plkLwik0LzIBCoUyqp/3dx8fbtrxev377/8O6XX3999+F1ZBxkm1ZZCVftz2AoJHY2WcsB"
    "1pcy3E3Yv8qudFuyNvt3W7K1hWlpOfgWZ/GPicg8/olNvMzjL710skZWkZfOTjbW/myCVC"
    "nwHOMgWyy82EqIppT6R9R5vb0AFajFzB1BWTp/z8w3qNhx+d+Y+Xtwk0HYApSn87fIfBtt"
    "muiz0lX6zUG7+/kc3VMhTfwICb6/tfmO3EDalM+bHCvhGHf1K+xZpmnNWWSPiMCM+dRi3J"
    "AQWfnEVd1jrjXjf/BprrsQpXGGRlhzTIKd0TLwg2ncnHnAENDBR28Kf1gxArRDWSH/Hi7f"
    "piM4QYbfgR4WaGRiKM4lSJeRsGiCK9i29OkIvYQNpMjJrIMDSGGRvkw4SGBTrQkGgWvLWl"
    "WxZ5FxIlUyFU6uFFkwaOBdVYaTXb7Dl2g5CtQba17/DsXGNGMxpL1bpXuJYKngL1v37rsi"
    "XOv91xY81O++tm9v4RJ7JLYNV67bd61mX4QNGITpfIHezkf9AMxtVO96K/VG0kdUb1RLsI"
    "xmb3rXSufSzy0/pJ+anc5Vs/VVjG/CR1PouKPeA7nO1WxC2oNqaAhW7ax+ilO7hv1rUGlx"
    "1W7uEBlddQ7MxHJKJRGNy0jzcgPzkt8uf0qvwHgpUkOILzbKKXaxIqfYRTanmEHGY6Lzpy"
    "41mZNSNcT6AFnBTC3n8HoFVRL0lzzJ3nkSirHBuGFiEz1nw7rSozktKmuwlqrBCvVVxLFR"
    "iRchKVWN1wHuV5vXIdzaqnw/y8rVcskRrUNm9GPvJ8H+2wL9lJhEfkvkdW7sbW3ZxgeosA"
    "Ya0Aama/tu0G75jmFgv/KFjOi+y1jvvq8OerdhKzfZ/Q/dkA56PZUDDQkGLEvluABVcX/b"
    "abdEOXbDs02ii3LsvcEXcEmzBONXiX1XQKCWYQNjIjIQPIlmwCmX+X7HROTHe+8f7xgPn1"
    "XKilpgCSkZ+ZGtVLU8ZMjAuiYZalJUOqhWzUFVHplv9krV68g8aYhqxmKrzKhLOfleV/m9"
    "js7ny6o4ISh1XGUdYw7hNiqOy0kNV1nDVUrqUV21lnJBjvvbbOzTnZCSoMrqbMcJXsqZuX"
    "vA9W45Uk2RTb6vZVNvJ/PQ5B2QBWKfvvaxqRVknw3ADjNd3fKhTvZbmgH8r0M61bYhpaoW"
    "PGrGoTbWerbKmZYk+631o73RHjEDx1LI2iV81sD5kyGT0Ec05vMAsnYFaVn96n45Nfyg8w"
    "vwPn2E7OKsoFjgYW8lCwZW60t5hmTBwE0OPmTBwC0OtU6/WODzV7OrULFAWctO8rv74Hcr"
    "VOGsalo/ES1vRg/pOt/1bfV2p0QlDVhlPcs85DIPeRXM/rMTKnJ2E9SUaeRwCFHb2SoGYR"
    "bvtZY/aKIpNm1k86c54+b7p+ZvkChH4/a8iYXNTvRH7LJzNAqz2LBRUJIM3NCiCFaGNPaI"
    "DRRkzyGiHBmEvEI6mSyXcJzbikjcgFUbBZGxYTAuC8JnsYO53UHHxJnxcSzPZcTA/En4NS"
    "imI6iYj36KH8gOJOR9ssNnNGbFmXoiRjnY+qdz9cjyaZLiqORCeoT4peIML+spjlPI9iLc"
    "ni9FSD6UDut/ve5970LJMOcR0t4O6aB51VF4B3gsCE5t9frXdxCbqocJuJ6f5Kh+aGqNXN"
    "qfn1Gq1Kqzf04p2klkMS72gk4IST/o1bNe5j6SRN9GRJ90EKqXg9DpkGjSP0j6B1Vztu7i"
    "HsQfAXXvO50N/YMci099/uncg6PQbTBWzRyFsimUdsTpLsqkVBOEDkqCCieiRh4F6recrS"
    "RAl302oD9t7DCLnqMR8x4gYYHI2DcyLV0zR2hsOZHD05I+9J2XIqpyygVmmj4llN9g5N/9"
    "chQlEHes+QsG+cj5YDk86FHvP6R8NBQeovEuaOlvVsxjJs4XgsfMkJmSuqwKdRlqKIN6MZ"
    "MQE6khlXDx7t0mBOa7d8UEJrSlktFUniA+WNo26QGXRtr3YyuJdw284CR7Uwx9fdkb6dch"
    "/TqqYIOcnZBfR8/G9LfgLKGRY9gk2leaNxB4of4R77reyhE+EiNR82iEYEFlwlfCr1Ek/C"
    "AgMyQ3Mkziuibm1sgjXghLBAI8RF5xMEWgOJHmEAYeESMgD0ZBVmTol+PkcbTbFrtfBFOB"
    "j7vG/QLqPKnCmUSUS5LmTFXMGXkIfcRDaHhPShg1QfdaQH0EpxexEmbxXVEkOeh/xOKyh0"
    "J3z4meCFNDGjuHmF2VCjYlKTPBlsgEK+294gleX3svuTUqqfiMcA11fyK63iw4R7pm7Nc1"
    "AwyWknjGRKRThnTKOLpThh0c5u8Iaj2TiKShjb2spX0yDsk43Tp4jB3MNSTwz+GcUj3OVr"
    "FOdtRXDWfHJrxTWCJvPsU0XmzPj6DRpxrlzy4aDEcbu5dBGW1sAAEUpAwRpfP8rpDgesqV"
    "hqb8Wc6QABv+JG4O+XS0ew+pr3UmzuL9qKOoiB9huXX8kF8KfHSG+HVCUfxd+YhGEHokgp"
    "bmjuXyzn4xBWyMLtHrsKSgKNwnVHU2pKB8aPDoI/+yUzEscGdkZlsOnPVbFLON6/vJuKSq"
    "smFswVw8Awt2ZpeixTKCtSBtjs2PyTzqFYsfiErObvoeRAJy/m9TQQ8q2JYqdrKUkIBvAX"
    "j44S8DeVxGgr4F6MHuqwRTH5PYiquvmO2zb7Ze8sZbzW3JHUru8Hm4wy0MrUqCKanDdaDu"
    "gTosw2+tIxl7FA8s/p/DUIyVnNZbM4z5CtiRNIyFc+VShslwr1WEYSzIbEO6EIVubX6qHY"
    "0Gfl5naGx5VGT5CbMbfQR27wHr1gwzpPk+0sDGCcJOMH5aEFoTZvcp8FE7zj3Lkm583rse"
    "C+m3M/SvKK2TZOUqyMqZhOY46RaXcQu6H8+t54RsBcnoHJlgYDZ/gpzpu4pgWMpI0CWNfP"
    "o0MlTBnVh5606x82tcphZvQdID9u3FBg6wby8K/V+hKe3+SvOduVdgvBSpXeDkQVyMIaCC"
    "6PypS03lpFQNJ/P+Qx+XO/RtYlSX0kec1nG35zJxqrf93m3vTrm+ROEIEKva/dTu38DFKH"
    "vqkF63727ad6KrQdiMsPBuz64uyUAXQ19fz2UD62S7YpNJSZlnXh47nMS7vJ9jhxTXtCmm"
    "KTHpulyRw5zaoClPc9aBumdH8HgtgR2BjRcvOMn5uhba1PJX4Awu/exr5mcf5p3MOS2Lpa"
    "QsPiiLZcBce0RWDKr06j7l86MTJBP4NCVPuCTMjWZr0P6mXCJfGmiEm9uOMvBphJkN77Qx"
    "pGDG8278ouboU96xIiSCqzn89SpKm1p43JcWO96x38XrA70G+z70cy2b6KUS8y8l5HHI3o"
    "9Dno1Frtje5NALyhyb4E2SBbn47DUmUoMTkWMfvIpNZNk0LEmh463ep7J4s0dilwY1KSRB"
    "lS7z8sACfmmwCd5G7ylZeWghDy1O4n2WhHClCeFiWi3ptEl2rZHxOUT4t9CjsyaY53LqO4"
    "JVPz49s1HfEaFdY0OqCtNByWy/TE0elx0VsFlBZS/7rA32GEBCltkDNgwOgsi3oiFX8yZT"
    "V8RTnEHdE4ZFEmCGNAeLlMAis4koFG1rjPGf4MtBGWkRnDGxMPPjODABGjwb73Gc24oUMH"
    "55TpEBJsgm44+6rDvtP4goxGKEfQSsl/yKBSNB2hYYINYTz88hP4zuWg7UxB6blua+eX8G"
    "PYfUseZIG0MaGxjLH+IlV9jPDrZNvkD/HP32c3vxSuaDOfmTg+pnR64NdyQL9B64QG+wqO"
    "V89QnVnEU+xjGhdCrfhevvSE8M5hWwXgX8fTSvOZpX7W6z/3v+xL7K4fuvfh8ozRTy0hiV"
    "HnQngGplPOiqEDYu6ZJq0iXSf+4A/nMnmGuiimtGlVJNDMCBo5HDNPgNZ6uIBjfqspZnGM"
    "Hofk0hPwuseINfMGRqdOLxP0SqVA1NsQZmMZpbnmkgpi0gdQMaaXwJxTNMfTt+ys1r5nHL"
    "Pcj3BeVWNbjA56LljCDJa4ZxOPYDDGnINgBIZ+g1/wd681HAjzzqEjNMjBuKblZCSWhJVn"
    "2tKhFQ/Xqkx/PTudioIunFioqkF9naPSsjxNc7aT5PtHgwqFlyLjc+K12l3+xcokB+SAdK"
    "60u33YJrLtanlOhw9ard6bS7ny/RAzFNrqEhbbZavfvuAFw8hXdH4OPZbMM1cUQNWhtS5f"
    "qzovLPinKJsDHBqq75+SSq4JRFJtO8vTAwrUVOWaFISrWCnT2Uct+cH8qZZQWk1737q46C"
    "bvtKq33XDnwPo5N10QiXllWE+kqzk3YYis4JtnJ3jqSrvHY1bpX+Xa97GWSEGtKb3rXCXx"
    "7xnRnS2+Zn5e5SHCHwL/ag3fqqDPjfLtEfscuvAGrqPbwdDuZbYo9hkGl9BRH9sRovSpg5"
    "q5TfbkJIuu6uZqm3cN0lTM3LXLuuJFruQeohi6GF+7GTrYUWbcxLfSkSUlt+LKpp3x/qYx"
    "E3cLJQF/qXpsVkWmbpYyp9TBvysEdS6RXhGvebWHiPxGSc583jJ1M88AqaMuhZIgfuiNn8"
    "WzjySzkx7AaMHfB5ft0qx6O+BxHDmEU1qj5GXj+8hbiI4iccFq5i6CWhT5pDNOqi96+yPl"
    "FHumcxwwitxMAz23Ix1Rfq+mrtYVbcIHg6dTXeM6jzJYu6V4qtHFumac1zDMdi1GMi8lxc"
    "psyVKXP/b4EuM7TKDK0yQ6vM0Lo5PS2TbFeMmhZldst8NCOBOuSSOLq7OoCnli9ll5GTzG"
    "mWOYUi0dyoZHy9ztkGruD/04LyCGCDI4Ax/1kQrlVmKY/LyLV872u5oIzyNzAbnOCHwhVe"
    "1xuDfrPdvfSrPA3pl16HT9bBJZpapmF5mXrzm2xxPmyww/lQuMH5kN7fpBmzErvJHNEKq2"
    "LbHeVGu/c3K3bvb7K7dwcLBwa1fDBYVrJ+kO8/Jiyi0B2PljyzyhGVxKE8AP4/mGsmdgZS"
    "Vs0JSanmSqtZHuzveXmMfrQqDkxKQpsvLT9BKUMicYK7KbZJKTlxpUfK8YM7Y4nbd8Q1li"
    "e+psgm39f12KbWzj1gXDq5WDVX27VI5391SldMWKrCsjFVV7j6l0nJ1eNj/RYMVR8VJHMU"
    "iBJ52q7p3dKF1muCVCm/vTioeIwdTPOChkJUw2juTbANR6sZupvEWJWHa5n5rSYwbekP2v"
    "dyi7zEm8828gZ1vM2qvTS+O8R1MUUPCz+d25xCRrixyElnYo1hpJmQIO7lSPylYtvSp6NX"
    "Z+jBc9HYctBIh4+iqQbcozDkR1kH0APdx8+Cp7lcxB2hMfkRcx5l6OWfQx+SIWiAGIwrYd"
    "gI6PXENROPXTV+8a9XSHNj/qn82++4Z4hZvi8q+KEuhlTjv2lmx5xWGVccpMlj53xQd04o"
    "GzZEjr8pnwc/8RsETyYGoX4qP/Qfz5hgRPmPFA8rgvV5wwJNtSeMHjCHzT/TQ3yGWUNKse"
    "b8ZHi2ScD7yE/9B4K8g3/r5tKdVuQNtCgaO9YMaVFM/xRuMbfQjO9xLvmjgosNoRxY/rgi"
    "yyDohXqzB+ycQepAjnODTbnWwnZX5DDkd44Qjpx0xd/ipnwQbI7P0cjh6nR8919ASZ8S03"
    "jBkH85HBCjCf85/DJ/SDg/O5xHb1TMxp9rwhcZmv5sLN/XpSSMiX/w74PYX0Yvc/iOcktQ"
    "TfDAy7I14SrXECPwTvAH+v5F6SvIfwjU7qKXL/gv9LDx4gy94PIwDvwTP2mmx9dN/tcrfx"
    "sl/Yqr4FfM7zmZ5Pn8bHYwGROvsotVY/Clr9zBkSTX6JSjA6vmkN61vijX9x3lEjF9ig3P"
    "xEN60+zeQ8w+/7p5QRqAZ3fMOsFqV/4iUPJdaPx2r9xDFStfekj7992uyJYQrCRDqnxrdu"
    "6bA3FxuaZwVd63WopyDcLM03WMDSGv/ENpiWJZDv4P1kWtrE/NdgeujDViisLczW5L6YhL"
    "/kfZxBWpniXPq5/hvFoWvDmA9xd8GrcCNisowU2D+wC7PrEPKbNCJKXq54n+7t0mnujv3h"
    "V7okNbykPUN82yMBd71cVEdnKqq9hCfHTvORfbJZaNsLtcLLJ1I13NVAGfUgU5k1IS1jSs"
    "psVy8Fzh1hwKSHfmDdyZA45LLY1yWlCivQHarvWIKVNt7KgM81vnUDIrIM+VlrhvkuRNwM"
    "VUYG9LQZ4WlGhvgLbuOU85pz3FO7lIQAZH7H97p0ElxlLhKjERqZC9K8SecqullD6WEtVQ"
    "B9y2Nurwj5bKqGMpIc3OXXDXWJ7D2qq0FaFEHfjWY4fgAifvOZjjaZTKzZ2WqwP2B09d4W"
    "hsmrfGF7IAMQnJAGQYAHH4LjxByszclFj9Ju5BDmliXjUl5m9KSs7h/DnsO5BkYF0d95QS"
    "laXUqxz3lON8VlbfBUNIvVdZ775bxRbaTgjKoMZKK1n4dm6l5aSkfJWrrOUxoYRvxrdRc0"
    "pU6rnKepYhyjLSswpRckfLPR6vbl2Qia18RI7QzrfleCe5nu0cl3PPsNEh9LGRE5QTtZ2t"
    "isjxeC/VDLutDcdpIsZfop8IRSAjIjumhKGZpk8JxX6IBdRVhIhJbHyEcAv4J0PU4h3pBG"
    "kT/nOz4Td7HDcnIiMVdVEYq/D85e2ftULqYRIZFUcq4B824cv6FhuepKQ0Xyq34cl8n/f0"
    "LSm5Pn63nEdmazrOWyCXjStXyHmi27oVsljDO6xLMobqAFvIVSuTrCR7WLZfJl0rRr9eVb"
    "dKfAhSJtyO2SPqZr4lOQSbQBDYrhDZ5CveJA/MaWLkGcRV+SRwSN6ZeCmgYCiFj1RbsAh9"
    "Iq62h/Q27WigukI1w5B1YEeYbsQgdYLokNv4JnaIPm3k7OGDlpUbeG3ZpzK790KPhtzNe4"
    "4jQ/C9rS6XsBdHhuIdeiGVWLxJL67nUId9+kHCI+GlKoFw0L2G6B7GCoK6UXlnFStCFpYi"
    "x3fKPnE34GflpP76Xz5EA2E="
)
