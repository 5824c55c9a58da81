from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "confidence" (
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
        ALTER TABLE "agent" ADD "realism_guide" JSONB NOT NULL DEFAULT '[]';
        ALTER TABLE "agent" ALTER COLUMN "realism_guide" DROP DEFAULT;
        ALTER TABLE "agent" ADD "follow_up_rate" DOUBLE PRECISION NOT NULL DEFAULT 0.2;
        ALTER TABLE "generated_query" ADD "skip_code" VARCHAR(16);
        ALTER TABLE "generated_query" ADD "follows" UUID;
        ALTER TABLE "generated_query" ADD "earlier" JSONB NOT NULL DEFAULT '[]';
        ALTER TABLE "generated_query" ALTER COLUMN "earlier" DROP DEFAULT;
        ALTER TABLE "training_pair" ADD "follows" UUID;
        COMMENT ON COLUMN generated_query."skip_code" IS 'NOT_REALISTIC: not_realistic\nNOT_OUR_TOPIC: not_our_topic\nTOO_HARD: too_hard\nDUPLICATE: duplicate\nOTHER: other';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "agent" DROP COLUMN "realism_guide";
        ALTER TABLE "agent" DROP COLUMN "follow_up_rate";
        ALTER TABLE "training_pair" DROP COLUMN "follows";
        ALTER TABLE "generated_query" DROP COLUMN "skip_code";
        ALTER TABLE "generated_query" DROP COLUMN "follows";
        ALTER TABLE "generated_query" DROP COLUMN "earlier";
        DROP TABLE IF EXISTS "confidence";"""


MODELS_STATE = (
    "eJztXW1z27aW/isYfUky4+smSuxmlW5nZJlO1MiSK8txe6sOBZOQxWuKZAnSjjab/744IC"
    "m+y6TeQnHxpalBHJB6DggePOcF3xpzUyU6PW7fE8NptNC3hoHnhP1P/MIRamDLCpuhwcF3"
    "Ou+Jl13uqGNjBcaZYp0S1qQSqtia5WimAV1vZ9hBGkV3RDPukTa3bPORqMdoQnX3foLg3h"
    "RpDpqaNhpYxGh3kaJrbHj6AbH7EoeoiN+OogdCLOTMiGYj23yix/AAqqmwJ2BD7+FerqH9"
    "4xLZMe8Ju2KzO/71N2vWDJV8JRT+/KvxZNoP1MIKkTUVZNh/WZ9vjalGdJX3SXWBh4NODf"
    "LVsgmlDDgajB2oxtVUmT+ZDL1lzZBdSrhKFhbv0ODyTBfwB7r9JA2l4CfJDJTuNerf9HqN"
    "7zCo9SDzx4kp33sW3i4Hg97cdM8veE9A+k5WTN2dG2Fva+HMTGPZ3WVPeQwycI09LLExu3"
    "1kahiurvtTKGjyMGUNju2SJZhq2KCSKXZ1mGCNX6auocC8QmxmHvuzVVPpsUGeGJa/+k8Z"
    "kZDl/mAkX0sjWW6kpiY8TWIG+U0K0wCDUmMTATD67o0bYsNbG3CDzqf28OXb01ccDZM69z"
    "a/yJFrfOeC2MFyqP0QcP5vCvLODNvZkAf9E6CzB10H7qAhxDt8fwP4AoB2AGljjr/KOjHu"
    "nRn7883r1ysw/tIecphZL46zyRYcbxnq+5ea3jXAO8SXv1Yl8A361xDf03cF4D19l4suXI"
    "qDG32sFMYjthBlY5wQqwXUK6AdSX+MYOQ5pf/oUUhfXrb/4GjPF/6V3qD/MegeUUGnNzhL"
    "zusFdchcZt+2ueWUAT8lKOBfA/47TInMvz1lFpe4VC2Ajy8xzZOTAmsM65W7yPBrcayZjS"
    "OTr3hu6YSm0T4zTZ1gIxvwpGgC8jsmuyvMA8Nlv5P9bDDoxSb7WTc5m28uzyT2GeUaYJ00"
    "hzd3+6ME7FNT180n2bVkgCYN/IVu4pw1Ji2aAH4KsrtC/vVxc//Anw9uznoSuhpKne51d9"
    "CPrSvexTjgQ6ndSyBuE6xrdC7fMws6A/Dfrgf9bLxTggm4VU1x0P8i1mdnoEfM8jtX0x3N"
    "oMdwvx9hjgNQq1f85OKesNthgOSKrzCQvW1UWjPn7IqjzUm2duKSSdX4osfB/xziN4D9QH"
    "Vg6At/2Vv1Me5eStej9uVVTD/n7ZEEV5rxt8ZvfXma0NlyEHTbHX1C8Cf696AvJdW47Df6"
    "dwOeCbuOKRtsYcJqZGsZtAaoJSzcYPNcVutxyS1o3X/cqij9QJQcYLJSy0kupij/kZTbJh"
    "NSXfU+w3YAtzR9yCQ7lnhlWBOmTbR74zNZcKi77GGwoWR9zHzG5zY61mGCG7aGr7eNn5a0"
    "XGp+MRS8ZYWroX3daZ9LHpl3h5WHJ2yrcg7yj8T2GMW0/exLXnweEh3n7MmjnPAXb6gawR"
    "5bCx5NJ3ObUQYmgz4R+4vp1Gluxo0h05gyU5O9oBtC1VkOVFeo2JPa2qYwfQyA+Z2Ntqgr"
    "VHP2e2wN6xuCdekPU1eYLNtkn11mWlpYszfE6sof64oNVVe8aOBN2wipa2+UuoK0hbk0gs"
    "HZg9R5LtnupvMoQGno1mougRFqNs2I8RkzS+OXQjz5tszxIckHdmCQkcn+U8D2YgOOIuMd"
    "5KY6G955c56Ad44NfM+fEoYD4SxDPS+4I2LIPxPjIT9Guj4b69F1KJqaukpsiMKY/DIz5+"
    "TXn7CKLfZdpj/9wodEmvrrT78Y7vyO2L9OjpA2n7v8pshkxiCaTDWd0AkMQImTjvHYwT3G"
    "xtgImubYoggj+IvHiyDHRN/GDTrDzZPTMXuaceNuwfYJ48b3Y9R20Jxtg9mgBPlAIXOKsI"
    "H8p6Co1/0ioZcWth1mlyBvtiE+x17lxZT8FYbXeL+g8XcqzMRTTm6IyfJy4bAS//FlXXt8"
    "Nq6EbdAdl6L/Ri+g9wsRVFKhoBJvwqRA7xo5DptQIIG7ZuzMY7BLQvoeHuJfzTfvfn73/u"
    "3pu/esC3/QZcvPK4BPu8K8qZ7t6ZUYdinKKu5xX0rvz+PbULChaqrvfSuBcaPT7p93gZVt"
    "oeUYYwMWsBaCF31sDKVRdyidt5BNHM0mKrT8JnVGXtN/iAI/pZie4vE/p0XCf5I8cST65z"
    "TpObaJZdoZzP0qT1ogUQ0XGty2Ni40/nEto42lgFCG8GcKf+YW/Jmwgq+h8oiY8GRW2ZMZ"
    "3REUNbijMsKDmTQhXKMknKHEfvcwlYRyhTN4ub3d0BG8TFQ5zPn5rBM4+nqWdQCnWbnYzE"
    "6jHxBtBbHfkMyswqR+Fv/wfS6AfpoCLcPahX7jLM4u5lVewdjxfvJj0PFZvs7nASnCNkEe"
    "E0CBwHJmxGOwXtCA16If0Gvgs+ASBDMjfv8j9DTTlBmaYYoMEzKlgC+zTIYp+580ebePG6"
    "5m1DSVzC0GkKEs5AeyeIZa08k0RoHa2v0sbPhb8F5V4b2oewf0QzZRk5MOEYqIePxi8fjs"
    "d9KyKT9RmVrgvO+Ek+QaVJDYTYoJejeD3o2v58XBTckJdDPQ5VPQM0rKrBgJsbUWjQMiGn"
    "axZnjzszz0STmBfXnsA/N7HYdRIFvlD2WjJ12MWgje0rEx7H78xP7g82ZsjLoSU79G1vEB"
    "vS9grrzPNVbeJ02VpJ1fwjDMEK3De7CHlHvhWchHv76eBcE8C7q0CnTddunSLZJ7lsaU1M"
    "gi9rwrRytJPUsLvkLPE3ptZNnmvY3nL6CC0eIYwYqDJpZNptrXCXrpmGjKtIg05xXC7F8g"
    "164/tf/VPDkNaLinmakTEOYc3QOxMmLwdneb50ssCc6tKpybKGC0W2vKe53KIBxKbAfjH+"
    "ql2XWImKrdE1qKMQ4lajiFt18jSuwG8qGv725Ax9SB4oTr6D0pKyKOqhxxRL5aGhtuDT3H"
    "JYWWq6xlmzyaD2u9zXFJoeUqa1nUQRF1UKrI6WxaB2WnvE404TSL3UkkpK7geJK5sM8zPQ"
    "OD8Ogni9he5NQxgsxIaNJN5QGZtgqxVeSR2GzyQDlsB4pjz/EC0vdsB2Fku4bHxrB2b4gU"
    "0bOzu2zA81SJbq5CGOOWWR1iwI/NQHdluc2IlKi0WbzSJtRekJ0Z087M1DMwzw1ASQvuLw"
    "Kl+XpHmG89eVOZEdXV1/bGR+X3mMBpTqclieDG4OKixVbZ6dg4b3d7f7aQijV9MTZuJekz"
    "/PlEyIO+SC7vP8AtPzPdMtnJQfc9Tu4DmdugURVnxDXkYhmR2B+ch7JUwA5U/h/TKOXQiA"
    "ntcYG4GXV25SnaOSfMrAHVfDLkuWa4meX2cudvluj+JvLbQ5nJDB0Z3Ik5ZZ1y4U3J7Q/b"
    "k0OBlr0bUAZKZtshudzimyW6P4DfHMpX7d7kBWjkpxnJCMcuZrUlx9jjwmzZ5h0bYCHfEc"
    "fxImjLWHFn0mgkDVvIkx4bV8PBWfus96ccXEiMPzZgtNvB8FpiCjId+cm06VrBl9v3rga2"
    "syq7hqNlnJWxmjvOEBcEctUI5BTPuV46ak58W8mE1LWj26rA4Ww7tm0jXjNSmTeD1YzX7c"
    "3nNJV4v2cJzQlm05HM2c+cwALIdisGes2jx9600Mx8QljXHgiiwDViHXk5Cjx5NKi8NvES"
    "SieQEQohZhTKtwXpZxBmluY393XT1TmpCput96ZX3dcxLU1JZaWKoLeq0KNRXRXdJ0Zlah"
    "g59LZZwHh428w1HuBSYjfOX4ISCC8Faghvs1BsYXNFbGEzHVu4XPcy/JD5pzvFpPZ5sNOP"
    "McK2cbKTKMi45T04wdS114pHSYjWMKzw0DcUIqtIZBXtGdSDzSqSHnOOb/cuHK3am5Fll+"
    "e3ZawDwfNJUIpHU4MMHv9wBWTaEOPxAU0o+WeCFNOF49PfHIEn7S0au83XzVP0pLGp4zro"
    "Hqprwx+agbSMeJOd3y1zI+bdlH/KyT9i71XZvVeop6KghxLic5AkaNlUTyF5pt3nGqa+QJ"
    "2s0v9qNt++/bn5+u3p+5N3P/988v710jxNX1plp551P4KpGjOW0rbrA/u1ZXa1Qf8abmq3"
    "zxlYeMF2oBn45heZjoiIMtOxfYEoMy3Sv44Kp39t5AfankWcOCovwzROH6aXbyMvp5T8z7"
    "Lz89ayaTExmLkTOFmmxU1X8tUitsP+JpSZoUeIiZpQxlJn9i0/I4Y6mq6jj1JfGrZH3f7H"
    "Y3RjcGl2+QlTZNnEwjZREZ6xeZNhNe/jrt4hOfx4d7q0zyFYBFL5KfF9I7xVcaljztkfbJ"
    "orzDx3zCM0IdjWNXCUPEEkONyAYmbe35Ep23Gy0dsIYv35CHDd1hzi3cMhXx0EUa7wO9Dd"
    "Ak10ginxHMMT7qzxW4hlKrMJegkGJC8ZqkCQeu45Owk7/6/guLjYsTpZR+38FTnYI/Isoh"
    "5olbYKB3duiz+onwFSJm4kfIdbKBwFDmdpn/8JJ7NgdTE2BldSv4VgqWAvW//6VuInuXiv"
    "LRzlcv25e3UFTfRBsyxoOe9ed9rDc2hTNaqwBboqx7tQ07WzcqgKqncpvUf18jeqrGYvB+"
    "dSr+WVPh4bF+1e76zd+czH1+GjWQ1twAqd1kV+lcGg/x7R/wGr106KCwr38x62kux22VN6"
    "BcahSA0h3okLWtWmU01hT11qMselaoj19pdnS8cZwbQraBG/v+BEts6JBN9tmdlktFwd9Q"
    "zROlQl3fcHFIzbNdBPiAnk10ReYZbs2mZ7dIAKa6AB1yAUqHs96na8yHw2dWDh1BQvZn9w"
    "M5RHg6vgKtuPyDyEbWyMBgOZAc22XI5pygwX2IfdXPW6HX4wp+pauqbwgzkHo0+QE2ByOq"
    "MSHxqfHSpDdURENuA7DufNKuGg8wmzMl/uiEg1Pt5wv9p8vCMkY1opK87hiEmJ1Nv0KREh"
    "g5qC9Zl6cXFRkSFU5YA+4Q/Mf6Xq5Q+Ml4/D6mKt4nGhnHivq/xeL52PZVUcExQ6rrKOCY"
    "NwHRVH5YSGq6xhEW6/9fjKaDBB4YDVmJQAVeQw7CeHIWPmbgHX63CkmiIbf1/L5ofECwFm"
    "EGdnvtjF5yHRcc4xqokTua/YUAf7LU0B/n2XEYOXDB5bw3ojI1Zwee1oVZTgPNqrwPE8M6"
    "JbyGJPc4Qwumj/DvksGE0hKg8SXTTlgTj0GE2CCgJ00vIC5oBAXgbWUYTpA1ERz2s5gn+c"
    "GYFIPNNWadZxPfu4LQ8Q9N+HiR+wF8QIUj+qj9gE8cIQ9pyNY7oO1VTCnoS1QUEFPsM/oD"
    "lmjZC3w+VZZ+r4aUDzAtUU/FM6Vh/sDYF8IlqvKtF64iSh3YZa5CeePO91O4QkFO6wbPFI"
    "4bFx2R5+Ph/c9ltsHbEfoGLg2Bi1z3pwNCk8FsRFdgbD82uIjFRg6aqG96z6UXQ1ckaLw5"
    "92XOhzaUmU8V/GhIQHc+seTOGCyX8f6uuCEdRevai9au7cBbMnmL3Dma2bEHvsEVD/ptcr"
    "yOzZJpv67NO5BYrvyh9LUHzFKT7Cy6llEXwkKLS2gt4L+xQ5e5vY1DRaaELdu/8QxVmmyQ"
    "665x3eOjkC5m2imwrWJ2hq8uRZKC4a4csc84EYITc3Y2PMsTLTjIz6pXu6ZybhFjvKzL+7"
    "KJ5TWY4t0FAK9fwtb0Skhnve5slJEabt5CSfaYNrcdPQNtc/biiQ3WNapFckoOREbgxu+z"
    "zy/MmAGvTSH1fScNRCkbF+OJcmNrr50Nd3oysOMRWHmFbBoE3uJap8iGlsS5FhJSe3HPm2"
    "cmyjU9RkXlbK5+5ebPj1KI6Yneoa3NMceNg/8OovRDHnhCKMgtNSgxI0zHzFvjEceJhpZo"
    "nJPd2zSL2Z6OY9LDkS1JgJHkJ4rCtoTeta1lFx+UlAWuYhcQddPHFrCUDL+lpFPZ9LgVrs"
    "Svbt+mST3GJPkDF98xGPygjQRd0WUbelktWIRNWWHzWZd1Di7PAq2AU7gLJ80tVwcDW4hj"
    "JzwQhjozPoX3SHl9C4DBjlFekuu9fXfkW6uUaDu/1wdQnGKR/6+jJOKlG09TLj4pIiN07k"
    "xh3Eu7ydAJoEtVEU04SYCKFJVsDX7JKIRkQEmiIgae8BSdH0qQ2BjeZrHeR8fRbaxPKXE5"
    "OUXBG2AG09MwuT8EbWwtLhXrv00AShdhnOmUgUXr5fJhL096xHJh/Usv4M4a6okrviAMkE"
    "Nk21R1IS5ka7M+p+kVrIkwYa4fKqJ408GmFuwTutjg3YxrNuUP7eVmasY0VIBAfb7PXKix"
    "TN9S4lxfbnZWoeSpE5Xl2zVC5SKCESkVa7Q9ZIRPphLHLFbJNdLyhPRIfghTKuvohIDTwi"
    "+/bzcSOSn0paYv2OC4kKocnF2y/8XA7UuJAANQmqcFjkQ11fh8XSCF5H7wlZ4bQQTouDeJ"
    "8FIVxpQrhIFiWE/Glkw/TJ9PGfNcE8k1PfEKz68ekpQ32/BfcOZjLtksyOYZbBaCcxzae1"
    "g2D8EukGE2rpmpch68JRt4ifHBApMme7hleojp+aGxSv+4Dw1AkOptUcZPDkWWWGjXvW66"
    "VmPGL2ohgOOn2VcTbvfu65uiSeppK5ZTrEUBbyA1kUqI3HD7l99jhc73m4PSjI/sqQ/eIY"
    "nm1GVYjsBJGdUHfQRXaCyE4Q2QkiO6G4Y0kcTlc1j6rNNgxlPppLgTr4Uff9wZyy38mep1"
    "RAQVRGvABbfwH4Pjt71S8Q4RQIV/hlaIyG7W6/5VUhGBufBr3zwc2oxat4me5ahXfeF/gs"
    "vM/9KrxPfhSSNEOJT3CGaIVVse5nuJDJ82aFyfMmbfLYhNezkMtXtE5L1g/y7Re2XvKOtl"
    "u2AmyGqGBbRFTC/0PndIQ4LqvmmKRQc6XVLGIQtrw8Ln+0zFnmktBmS4tPUKWqu9dn4org"
    "medArUF590NFtsjBjStW3i1gXDoaqZqr7bNIZ391Nq6ov3GAkyimv3b0ztDNTEeNXj4qFL"
    "tju8XyUhu3tuY4xEB3Cx4iw0tPQ6l6zaFIJ5gShHXTIOjlhP8lE8tUZpNXR+jOdXjN+4kC"
    "b6Mu+6QH30FM0uE6O7oPPxsTAjYocSZoqn0l0bMxX34be5CMQQOaSpkSxg2f14u16WTqyN"
    "HG768QdiLRRGzRsZ0jRE0vcgiihhZjA7PfNLciIUaUKQ6x30E/oInNfoMdnhugzDRdfUGR"
    "1xwew3nPXg3WzAYEtnp3QUfLXFMPYB4uBZe+NcJJGkrCmOSrZXur+XIGBxOT2V1yjHUJs0"
    "qD1aDBR2Cd4A90+0kaSsh7CNTto5cv2C90ifriCL1g8jAO/C95xLrL1hf21ytv0RKhT1UI"
    "fWL3vL/PcksWcwNExKvsBW6MPg2la3AAMI3OGDqwVIyN684n6fwGzrmkyoyoLhx1ednu37"
    "R7cBSm4XqxvD/ed3yAyejeIlDyXWj8fiPdQJK5Jz02hjf9frf/sYX8lWRsSF/avZv2iDeG"
    "awpT5U2nI0nnIExdRSFE5fLSb1KH57LbBA7mgLaLdrcHLVOs6bxuXrvfkXq8yfsS6VVJbh"
    "feoR/gHRL5qDtInYRP41rApgUFuElwfSs5jWp+ZEVEZKPAiootD3uPoHCIVWIyB93FFE4X"
    "G3GwLgM+paq4xKUErElYdZNm4Hmhmzjv1AVfIAHlFCRqtRycD27OehK6Gkqd7nXXXxqWnk"
    "B+EZpYg+YRbkOp3Uug69MNcmmUk4IC7QJo8wMXqWwRW6aE3TqDKFgBeaa0wL0A7h5cVAYi"
    "rRTkSUGBdgG0Fdd+zMjkybfklgIiQHb75h2G8h2lQpYjIkIhW1eINWO7llL6CCWqoQ64bW"
    "3U4Tk8yqgjlBDbzk1wxzQraGFVvmcgUQcWcO+5K1jTXZswPNWco4pz8lcScnXAfuc5nzam"
    "s6w1PpcFiEgIBiDFAHCXMHfKl5m5CbH6TdyduA4iAQ4l5m9CSszh7DnshTWkYF0d+54QFf"
    "X3qhz7nhEHVFbfOUMIvVdZ756zfw1txwRFYkullczD7NbSclxSvMpV1vJUMzRmjK+j5oSo"
    "0HOV9SzS1ES2TxUyJTYplVsq7D9UzSOxs1OGgkyKgUFGJvvP8/kUXDtfwvEOcj3LzqcokS"
    "Jxa9oP1MIKaWQkSIQXj1alRzzFuu3yzC4RuV6VyHX+bwryfE4r6F/lOPUqsVmisEQ++vU6"
    "7iJliBTJKeSf3g0TCutmnsRtZEuD0PtNIbK0z6S+lffJ/I5sWlX+kg9SJ4h2mZHaJramzL"
    "JsLf/KSkMLh30qY2XlelYyjawMh4q/Lm5mXe3yc7MVh0q+JZW7pck3piIiNbSnmicnBewp"
    "1iu/0i5c+574HmTkCuQj7HevIbq7sVah8HMWZ7IidDIU2X9w2IGHI5UwGbf/Mfv+f6yiSs"
    "M="
)
