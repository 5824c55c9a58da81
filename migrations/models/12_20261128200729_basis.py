from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
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
        ALTER TABLE "agent_version" ADD "may_write" BOOL NOT NULL DEFAULT False;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "agent" DROP COLUMN "unsure_sentence";
        ALTER TABLE "agent" DROP COLUMN "writes_freely";
        ALTER TABLE "agent_version" DROP COLUMN "may_write";
        DROP TABLE IF EXISTS "open_question";
        DROP TABLE IF EXISTS "source";"""


MODELS_STATE = (
    "eJztXW132ri2/itafGm7FpNp02mnl86ZtQhxW05JSAlpz5zhLKNgAZ4Y2bXsUO7c/verLd"
    "vgV7B5q/HRl5lG1pbNs2VZevbb37WZqRGDnTUnhDq1Bvq7RvGM8H9EL9RRDVvWqhkaHHxv"
    "iJ542eWeOTYewThjbDDCmzTCRrZuObpJoeuXKXaQztA90ekE6TPLNh+JdoaGzHAnQwT3Zk"
    "h30Ni0UdcitNlGI0Pnw7O3iN+XOERD4nYMPRBiIWdKdBvZ5pydwQNo5og/AR/6CPdyqf7V"
    "JapjTgi/YvM7/vkf3qxTjXwjDP78szY37Qdm4RFRdQ1k+H95n79rY50YmuiT6AIPB51q5J"
    "tlE8Y4cCwYO1CNq2uqeDIVeqs6VV1GhEoWluhQE/JcF/AH+vJB6SnBT1I5KO1bdH3X6dS+"
    "w6DWgyoeJ6J871lEuxoMenfXvnwnegLS9+rINNwZXfW2Fs7UpMvuLn/KM5CBa/xhiY357U"
    "NTg7qG4U+hoMnDlDc4tkuWYGqrBo2MsWvABKv9NnbpCOYV4jPzzJ+tusbOKJlzLH/3nzIk"
    "oarX3b56q/RVtZaYmvA0sRnkN424BjiUOp8IgNF3b9wVNqK1BjdofWj2nr58/UygYTJnYo"
    "uLArnadyGIHayutL8CXPw/AXlriu10yIP+MdD5g24Dd9Cwwnv1/gbwBQAdANLaDH9TDUIn"
    "zpT/+eL58zUYf272BMy8l8DZ5AuOtwxd+5fOvWuA9wpf8VoVwDfoX0F8X/+SA97Xv2SiC5"
    "ei4IYfK4Fxny9E6RjHxCoB9Rpo+8q/+jDyjLGvRhjSp1fNfwm0Zwv/Sqd7/T7oHlJBq9O9"
    "iM/rBXPITOXftpnlFAE/ISjh3wJ+A9OJyz/FRZaWsMzxQK8d6nsYXVze5Fhb3mQuLW/iK8"
    "vIZY45IzZLAvzP2+51OsARoRjCmj5y0P8hQ2fOwZBe7UzuXd1wdMrO4H4/YkcCIK2f9PH5"
    "Hdu6wADxSe+Ylj5i6hxTAC6hmAvTNAim6bpJyMb0c8+FD6WYZctxdXDR7XYiOrhox1eWu6"
    "sLhW9phEJ4J90Rze3rfvaHVrUJLgp+mrjEvwD+95gRVRw1iiz4UalKfGeji/75q1c5ln3e"
    "K3PhF9eiWPMjrUq+4ZllkJTVf+08j4secY4H59STneJzm19i6tgmxFgUxD0hKxeXAsi7lL"
    "k2URnhn0Y6StlSZm/mU0QrsLM89mZ+bBqGOVddSwWIkvi/M0ycoYCkaAz/McgeSgPPz86P"
    "r4LL7t1FR0E3PaXVvm3728wAdO9idMb3lGYnhjjfhPCd8UyduLqWAnj2Fj8hKLf5e9/mT0"
    "34jjJnYRRSTUysHIqB21ZGMSM++z0mP6mXS37F0Wck42QckYyrxhc9C/5xivtSONZ0Kd99"
    "eFuxdZ+Q9pVy229e3UT0c9nsK3DlPLqc+a1PX8d0thwEfWn3PyD4E/27e63E1bjs1/93DZ"
    "4Ju46pUv7FwFrIuhG0BqjFzn6B/aao1qOSe9C6/7hlUfqJKDnAZK2W4+bAvCa4uNw+jXHl"
    "Ve8GgxuYN8cPqfa2JV4p2zzTJvqEfiQLAXWbPwxO31T7Rscv4bFOE9xV6+r1tvF8aRlOzC"
    "+OgresCDU0b1vNS8WzJ9/j0cMc25qagfwjsT2jdgL4C1/y3cceMXCGWSjslvDZG6pCsEfW"
    "gkfTSaU+isBE2ZzYn02nSnMzAhJ/UlvfFab3ATCf+GiLqkI147/H1rGxI1hX/jBVhcm0CF"
    "X54zJn92UK/Io++UNVFS/LJmNiA++0I1g3y4FusH6KrHhOuEy+VeHbcYv/yJ0R88aqMl4s"
    "cILbCalbb5TKgmS69s7v360YpKoQeZbn3RDqwxhVBWgP61EfBucPUuX1yHZ3XYsClHpupd"
    "YjOPyZ52bo0Bc5DkYvrfAUdIjjQ5INbJeSvsn/k+PMwwfsh8Y7STIrHd7Z+SwG7wxTPBFP"
    "CcOBcNoBOcuvP3SA3uDerz6Gum508287DI1NQyM2OOAPf5uaM/L7z1jDFj86sJ9/E0MiXf"
    "v959+oO7sn9u/DOtJnM1fcFJl8C4iGY90gbAgDMOIk3fsPcI8BHdCgaYYthjCCv0SoAHJM"
    "9Pegxqb4/NXrAX+aQe1+wc/ng9r3M9R00MxkDh+UIB8oZI4Rpsh/CoY67c8Kemph2+FHJ+"
    "TNNiTm2LOscII/V5EV3i+o/ScRYeApJzO6YHk5d0SB//iqoT9uDClgDnZchv6BnkDvJzKe"
    "oETxBN6ESYDephkW7JVADHedHsxSd0hD0AQe4qfzF7/8+subl69/ecO7iAddtvy6Bvikc4"
    "Y31ZN4gteXwrFLUMVRZ+ul9BHdMkaYarrmuyMUwLjWal5ftsEa0kDLMQYUFrAGghd9QHtK"
    "v91TLhvIJo5uEw1a/qm0+l7TX2TkO3cWDv14nSfyI26fCQV+vI57kc3wQhVuSSk7i3WuTB"
    "E56cZUwI3JJpZpp9go1zlzBBLSWWDvzgJiO1NEG0sBqYy9K0N6bmR/CKrruQHfzC1UHhKT"
    "Phtl9tkIn8HyHnHCMtJXI76FcGlBOFcSxz01lhLKNW4vS0JhR5eXZVaI05yfG91dwq9nUV"
    "eXJA8amdlJ9ANqMyf2O9LHZZjUG/Ffvc850E+SzkV40pWHTBpLGvGfWcORin7qY9BxI0Pq"
    "M68MYZsgj3thQBk6U+Jxhk9YwCSyt+g5MIhwCULJkLh/Hc2n+miKppghakJaEmAoLZNjyv"
    "+RpEuPccP1HKaukZllQoDKQn0giw1kpkHGEdLZ1ifTVcN/JNNYFqaRufdA+KRTYxm5B1Yi"
    "MhoyXzTk15ATUd6osLBMJXA+enaH2BqUk0qPi0lCPY0mjKzn+cFNyEl0U9AVU9DblBRZMW"
    "JiWy0aJ0Q0HGLN8OZncejjchL74tgH2+9tTHSBbJk/lLWO8q7fQPCWDmiv/f4D/0PMmwHt"
    "txWufp1sY3Xbc86e+D6/wMYwRbQK78ER8ttJy0I2+tW1LEjmWdKlZaDr9kuX7pHcs3SupF"
    "oaseddqa8l9Sw9+AptJvSayLLNiY1nTyBd8OIMwYqDhhAco38boqeOicZci0h3niHM/w/k"
    "2u2H5k/nr14HNNx8ahoEhAVH90CsFK/Hw91mcz5jybmVhXOT2YIPu5vyXqciCK8k9oPxD7"
    "XSHNopT9MnhBVijFcSFZzC+0/ILE8D2dBX9zRgYOZAJYBt9B6XlR5HZfY4It8snQ+3hZ6j"
    "klLLZdayTR7Nh63e5qik1HKZtSwzPsmMT2XkdHbN+HRQXicc4pvG7sRCgNdwPPHo481MT5"
    "cS4f1kEdvznDpDEIsKTYY5ekCmrYFvFXkkNp88UHvKgUpUM7yAgEnbQRjZLvXYGN7uDZEg"
    "eg52lx14njLRzWVwY9wzq0Mo/NiiSf1DUjLPef4wNch2oTpTrp2paaRgnumAkhQ8ngfK+f"
    "MDYb73cNnRlGhuWuLgnAGzIfkjhsya43FBIrjWffeuwVfZ8YBeNtudPxpIw7qxGNAvivIR"
    "/pwT8uAlw//BZvmp6RaJBw+6H3Fyn8jcBo1qOMWvIRPLkMTx4DyVpQJOoOr/mrSQQSMidM"
    "QF4q7fOpSl6OCcMN8NaOacqjOduqmJRTPnb5ro8Sbyy1OZyRwdFcyJGYm0MuFNyB0P21en"
    "Ai1/NyDxlsqPQ2qxxTdN9HgAvziVr9rEFCl/1PmUpLhj59u1xcc44sJs2eY9H2Ch3hPH8T"
    "xoi+ziLpR+X+k1kCc9oDe97kXzovOHGlyIjT+gMNqXbu9W4QoyHXVu2mwr58v9W1eDvbOm"
    "utTRUyqVreeOU8QlgVw2AjnBc24Xjprh31YwIHVr77YycDj79m3biddUHol4jgSh6V2or2"
    "MyybLLRgZzyDsQPBsGQZ66FviG+cl2kWkDe/gWDRn5OkQjky8FDL2owxntJRq458/PX6O5"
    "Drwj0p360tMMrMgiCR425njBgIlcsCS3eeT7Q1q/9yKdn03QDGvQj6/hvKOxaHgucaatiW"
    "hYjIKgOfR0CKnlF2ccaAcPn6GJ6eUM1EU6P8OkE/5cUGLQIdnBr94PFVwU+ZqIeI2k6gt5"
    "XkC3Ncn6dO2bKrStiucWs2CRnaXvAfwB/4GehH6OTNVXItp3NUfygr6SkEa/+OaHv2YJJC"
    "/0SebxwBeoUhTh/5yfv3z56/nzl6/fvPrl119fvXm+PBwkL607JVy038NBIbKzSZ4cYH0p"
    "wt0E/SvoyffyPMdm/uV55mYeLsXNFAvDTCv0nJ3ALSQiU7hFNvEyhZt0rUwesrJcK3c6Y+"
    "3vTBCrTZRyOEhWL8o+JSynlPp12XnzeQFK4oiZO4Q82d6emW9Qie3wvwnz9uAGMyFFjBFs"
    "kfk22jDQe+Va6TX77ev3Z+iOCml+eY4Z4vtbi+/INYSnfN6knBKOcVcv5beo3suW5xEgYi"
    "FMhvGDhAjIFq0jlznmjP/Bp/mIH0ccs46GBNuGTuwh7469GzDMjzP3ZGzahI/ehLPFgxgB"
    "rosC2WI0h2/TEViQ4Xeg+wUaGgTqxAvSZShONH4LsczRdIiewgZSpOMZgQNIZtbwRFYd/0"
    "wVSRKeljj8z1Ca4tCzyFw7ZToqnFwWan9Q37uqCCe7eocbaDUKpJpuXv4BeaaxthjQ7o1y"
    "3UCwVPCX7fr2iyLyUnuvLSSmvv3YvrmBJvagWxa0XLZvW83eJbRpOhvxBbosyarZsgDPVu"
    "pdSh9RveKNKqrZq+6l0ml4acUG9F2z07lotj6K8Q34aJZDG7BCJ3WRncEj6H9E9H/A6nWQ"
    "xB0jDszEtAvligjLyKNkjqMkv136lF6D8UqkghCf5wodPV8TOnqeDB3V9PFYH/GnLjSZo1"
    "IVxHr/y7Nl4BRD9RpaxO8vOZG9cyKUEI2pmQX21nkvx0VlqY1CpTYgjWZ6ccx15TbCUuV4"
    "HeB+lXkdgm2syo8orFjKzhTRKiTAOvZ+Es56W6AfE5PIb4n8iB/stj7FhgcosQZqcK2nND"
    "vt23675TmB8akDC5k+8tzDunc9td+9Ca7y47n3oRvQfrercqAv+cOapspxAVri7qbTbomq"
    "W5prGfpIVN3q9j+A+5kp2L1S7Lt8srQI8xcS2YH+O503q4C92uePi3y/QyLy4733j3eIc0"
    "8qZU3K54iUjPJIJiReGRQSsG5ITRIVlc6oZXNGlebxfK9Utczj0YMo1hZb5SlZycn3uszv"
    "9dIWX1TFEUGp4zLrmHAIt1FxWE5quMwaLlMCj/KqtZC7cdi3Jrf/dkRKgiqTcB8nUCll5u"
    "4B19vVSBVFNvq+Fk2EFc05k2Yg88XefewRA2dU7IoVf7zhQ53stzQB+PdDOtBeQbCXjo1a"
    "iuvs8lp9ndPsLNwrRyb4KTEsZPGnqSOM3jU/QTgbRlBYXcS56aMH4rAzNAxizdiw4fmPAo"
    "G89DNlCLMHoiE/xo3/z5kScEyFoK+0zPDHuK3wl/Xfh6Hvvxq4zDLfyZXYBHEVj3V7xscx"
    "XYfpGuFPwtugbpeY4W+9QDyI4RPyvDOE7okowFmOYpJ+Quj1NSTBr1U6r5bFeVUmrT+s51"
    "F2HNZmq9spxGQJg2VDOM4P6FWz9/Gy++W6wdcR+wGS0wxov3nRgSpY8FjgJtzq9i5vwVF4"
    "FITJ/njrWfmdSitkjJZ1Bg6cU2q5kyhiv4wISQvm3i2Y0gST/T5U1wQjqb1qUXvlPLlLZk"
    "8ye6czW3ch9vgjoOu7Ticns2ebfOrzT+ceKL4bf6yKUXzJQMcdcbpdxjtWBKGDkqBkdi9I"
    "tCQF6l2pryVAV33yFMIkNjNpAw2Zew+hBsu4+m77siVah3XgJoeGOcLGEI1NEW0PpQxCjK"
    "JjPhC6Yi+nfIwZHk11SlKrYh7jnqmUZKSuiH/3BC8pWciysJCBhhKoZ5MCIZEKsgLnr17l"
    "4SJfvcrmIuFaLDLJ3D73fyB7xDhqL6tIwYlc6365Fr75cwoJYZV/3Si9fgOFxvrhbKOkAr"
    "Khry4VICuKyYpiZdjQ1k+ooljXIvSTT0yn7ZIj19fulcHhVf0a7rp5yywM7kOR5naIYEFl"
    "wvDupaUVRnVIEMC3qobuOAY5Q8MHshBbXB0SUUEqKdjQQj5abOsMzOtDOIkO/UQ40C9l13"
    "y022bb8v2pwMfdYMsXBWqFZ4LIkCs31GXZUEuL5hEtmvCeFDi5+N0rAfURPCjESpjEd01d"
    "HL//EeuJHArdPcf76UwNONEUlm9dRpCYpEwIUiAhiDzvZU/w6p73olujgopPCFdQ9yeiax"
    "nC8yPs/KKeazE8QyLSwi8t/Ee38Fu+ZXhHUKsZSxKHNvSyFjbwH5JxurHJmNiEa0jgn8I5"
    "xXrU17FO1rKvGsyOPLxTkBUdKvaF86t74RijKab82cUFzcZjp+FXTiIaEEB+zSaRLd3rCn"
    "mORC36KX+WOhJgw596wh5yzHsPqKd1Jiy6XgjLMm+7zlJTtyOv+tOwjni7TlH4XXmLhhDH"
    "IiJg5rbp8M5eTj2iDRvoeWB5FrnaharqAwrKhwsufeBfdiqGBe5Mn1mm7UCYDCUsd0p3Ge"
    "RSVjaMLZhDZnCCnVmFaLGEYCVIm2PzYzKdVsmc0ZdVRvK+B0sBOf+3SaQORUsK5bxcSUjA"
    "twA8+PAXgTwsI0HfAnR/91WAqQ9JbMXVl+zss2+2XvLGW81tyR1K7vDHcIdbHLRKCaakDj"
    "eBuu/65Llrw6eTjAVLwxekGEs5rbdmGA9QID4SG5RKGUZjh9YRhqGIpZx04ao4usjbgqnv"
    "51VHY9OlImVMkCrnrahqSEbmjDCEkePPg6C0IuGifsxGkComw0ftOPcsSrqtSukFtRODh5"
    "CsXAlZOUOnKU662dm8/e5VKgq+t7OCZHSOTDAwiz9ByvRdRzCsZCTokkY+fRpZFohMeMD+"
    "9xaIPFjZU1ke8kdN5gPUUj69Utlht+cicag3ve5N9xbqWQcjDGiLf6favStoXKbiFKWvr9"
    "q3t37p65nOgrv9cHVJBjob+up6LmtkpG9XcyAqKasOSLPDSbzL+zE7xLimvJjGxKTrckmM"
    "OZVBU1pzNoG6Z0fwcGL6HYENZ8I/yfm6EdrY8pfhDC797CvmZx8kMUyxloXyG2YbykLpFD"
    "eayLJBlV7dp2w/OkEygU9T/ZEUhLnWbPXbn5UG8qSBRri66Sh9j0aYWfBOawMKx3jejTdi"
    "ezTlHUtCIjjY5q9XVg7OTHNfXOx4Zr/zUynfK+qWF8ryvpKQ5pC9m0N+GItcsr3JoReUOT"
    "HAmyQJcrbtNSRSAYvIsQ2vYhNZNA1LVEjWXo8v3uxBtwqDGhWSoEqXeWmwgF/qb4K30XtM"
    "VhotpNHiJN5nSQiXmhDOptWiTpv6rgUX3gcIfwo8OiuCeSqnviNY1ePTExv145YyPpnJdF"
    "Ay26t5ksZlL6uhrKGyV302Bnv0ISHL7J5oGgdB5FvByMHuZOqIeIo6VM9gRCQBZgjbRKQE"
    "FplNRNVhCzPGf4InBzWJz9B7kzAviEMkXPGzv8BeEY1tc5aM/Tj+I4jUMF4NSJEZxs8y49"
    "1hVdzYeyiiIUy1oI+Au8FbTOD3IZ0LDBDqSeZnkDdm5Jg2FF4eGyZ2XryuQ88Btc05wmNI"
    "bwNjeUM85Yr82SaWwRfun5c4nFmLZzJPzMlbFMqfNbkynJKsAnvgKrD+opayG9ApthfpGI"
    "eE4il+F463Uz0xmNfAeuHz+st5zdG8aF83e3+kT+yLFDvAxR99pRlDXh5SpWfdCaBaGs+6"
    "MoSTSxqlnDSK9Ks7gF/dCeagKOOaUaYUFH1w7KilMBDehfo6AsJZdtnIPwxhdK/WkJcdVr"
    "zBTxgyMJ24/A+RQhWjKT+8Q5KHuekaGmJ4ASkd0BDzJZTMCPXO8VN+vGYuP7n7ecDQcEYw"
    "NPC5aNpDYAES7MOxH2BAA7YBQKqj5/wf6MVbAT9yqaMbAV8RiOYrrSS0JOuRlpUIEP9PQJ"
    "59Ng36V/Bk+uI8T8At75XtwXOerOmzNnJ8s/Pmj4ki9wc1Cs7l2nvlWuk1Ow3kyw9oX2l9"
    "uG63oM0hoynVR9B60e502tfvG+heNwyuoQFttlrdu+s+uH4Krw/f97PZhjZhugatDahy+V"
    "5R+WdFaSCiTYg6wl6eiTI4a+mTadpeGJjWLGetQCSmWsHOHkq5L84O5eSyBtLL7t1FR0E3"
    "PaXVvm37PolLi7u4CE2r6kI9pdmJOxIt7QdbuUEvpcu8dtVulN5t97rhZ4oa0KvupcJfHv"
    "GdGdCb5nvltiHMCfyL3W+3Pip9/rejjx6Iw1sANfUO3g6b8C2xywjItD6CyOihHC9KkFGr"
    "kD9vREi69K5nqbdw6dWZmpbRdlOptFQD6yGLpAX7sZOtkbbcmBf6UkSktvxYlPN8f6iPRf"
    "iAk4Q60+80LibTNUvfU+l7WpPGHkmll4Rr3G/C4T0Sk2GeN42fjPHAa2hKv2eB3LhDZvFv"
    "4dAr8cSI4zN2wOd59axsl3oeRIwQtqxd9Xbp9eO5I1HySIKCVgw91ekjtnVMHfT6WdI/6k"
    "j3zGYY4aqukZllOoSOFurmKu5Btlw/qDrWGu7p1/+Sxd5LxVaOTcMw5ykHx2zUQyLSLi5T"
    "6cpUuv9doMvMrTJzq8zcKjO35qenZfLtklHTovxukY/mUqAKOSaO7q4O4KnFS9wl5CRzmm"
    "ROoXg0P1Qyvl6nbAPX8P9xQWkCyGECGPOfBaFbRZbysIxcy/e+lgvKKH0Dk8OCHwiXeF2v"
    "9XvN9nXDq/40oB+6HT5Z+w00NQ3NdBN16PNscd7k2OG8ydzgvInvb+KMWYHdZIpoiVWx7Y"
    "4y1+79xZrd+4vk7t0mwoFBLR4MlpSsHuT7jwlbUui2SwvarFJEJXEoDcD/hTloQjaQomqO"
    "SEo1l1rN0rC/5+Vx+aNVYTApCG26tPwExQ4SEQtuXmyjUnLiSo+U4wd3hhK674hrKH98RZ"
    "GNvq+bsY2tnXvAuHDSsXKuthuRTv/qFK6ksFKFaRGqrnH1L5Kqq8vH+uQPVR0VRHMUiNJ5"
    "eNe0b/EC7BVBqpDfXhhUMiY2oWlBQwGqQTR3HmyD0SqGbp4Yq+JwrTLCVQSmLf1Be25q8Z"
    "fw5Xoub1DbzVcFpvbF1h2HUHS/8NK5zSlkhBuL/HQGwYwgbECCuKdD8ZdKLHM0HT6ro3vX"
    "QWPTRsMRfBQN1ecexUF+mHQAPdB9vCx42OEizhCN9W8h51GGnv498CAZgAZ0jXElDGo+vR"
    "5pM8jYUcON358h7IT8U/m333bqiJmeLyr4oS4GFPPfNLNCTquMKw7S5LEzPqgz1ykb1ES+"
    "vymfBz/xG/hPJgahRBfZ8/5ytQlBlP9I8bAiWJ9fWKApfiTonnDYPJse4jPMHFBKsP2T5l"
    "qGDt5HXuo/EOQdvFs3V+60E0gjaFKRMxDhZUz/FG4xN9GM73Ea/FHBxUanHFj+uCLpIOiF"
    "urN7YtchdSDHucamXGvBdUfkM+R3XiK8dNIVf4ub8kGIMT5DQ5ur0/bcfwGl0VQ3tCeQzR"
    "CagwEJmvCfw5v5Q4L97HAevcsiN95cE77IcOnv2up9XUnCmOQb/z6I/eXyZQ7eUX4SVCM8"
    "8KqcTbDK1cQIvBP8gb58UHoK8h4Cta/R0yf8F7pEe1JHT7g8jAP/JI/YcPm6yf965m2jpF"
    "9xGfyK+T0nkzSfn3yGyZB4mV2sav0PPeUWTJJco1OODqyaA3rb+qBc3nWUBmKjKdFcgwzo"
    "VfP6DmL2+dfN9dMA/HDHrBOsguUtAgXfhdqnO+UOqlt50gPau7u+FtkS/JVkQJXPzc5dsy"
    "8aV2sKV+Vdq6UolyDM3NGIEE3IK/9UWqKIlk3+IiNRQ+tds92BljHWDVGwu3ndUjqiyfso"
    "G6QkVbWkvfoH2KtlIZwDeH/Bp3ErYJOCEtw4uP6BIYlqtq9XSGQnV6+SLQ9H9+lyiFVgMg"
    "fd5RROVjl0sKECPoXKR0alJKxxWA2TpeC5xtk2EJBOtjmcbH3mRS2MclxQop0Dbcd8IJSp"
    "FrFVRvitU4iCNZCnSkvc86QeE3AxFTjFQpDHBSXaOdAeufZjig0ieye3FJAu+/vf3mGoG1"
    "goiCIkIhWyd4VYU35qKaSPlUQ51AG3rYw6PINHEXWsJOSxcxfcMUtzo1qXTCGQqAILeOzA"
    "UGCKXZtwPLVCGaPjclXA/uAJFWzMpmlrfCYLEJKQDECCARAmYeGfUGTmxsSqN3EPYjoI+X"
    "oUmL8xKTmH0+ew59aQgHV9NE5MVBb+LnM0TopLVFF9Zwwh9V5mvXvG/i20HRGUoXalVrLw"
    "ONxKy1FJ+SqXWctjnep8M76NmmOiUs9l1rMMnJXxh2WI3TpaRuxwzeWM/GDF40SEdj6vxj"
    "vJ9WznaJEvpv3ALDwitZRYkdXF+rpIkXmk26YwkeyfmOKfH/PBl57rZfFcl/X7DstmyVQ3"
    "2ehXq9ZJYiOSJ8pZfHp3jNmt2vYkuke2dHC93xUiS/9I8kTfnyRGMwIxeTtCdCUGqRJEhb"
    "amBbdbTWLro2naXsu/snajhVd9SrPLyrSspG6yUgwq/rq42+7qkJ+bvRhUsndSmUea7M1U"
    "drbjKuynzl+9yrGf4r2y09jDtVj5QyslViAbYb97BdE9zG4VqiqkcSZrXCdXIsd3Djtxd6"
    "QCW8b9f8y+/z8TBgeE"
)
