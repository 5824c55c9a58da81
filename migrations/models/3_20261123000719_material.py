from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "material" (
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
CREATE INDEX IF NOT EXISTS "idx_material_agent_i_2ea7d2" ON "material" ("agent_id", "id");
COMMENT ON COLUMN "material"."kind" IS 'TEXT: text\nMARKDOWN: markdown\nTABLE: table\nRECORDS: records';
COMMENT ON TABLE "material" IS 'A help page, a FAQ or a file of tickets. `questions`: what real customers asked in it, in their words.';
        CREATE TABLE IF NOT EXISTS "proposed_pair" (
    "id" UUID NOT NULL PRIMARY KEY,
    "line" INT NOT NULL,
    "query" TEXT NOT NULL,
    "response" TEXT NOT NULL,
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
CREATE INDEX IF NOT EXISTS "idx_proposed_pa_agent_i_c06ce7" ON "proposed_pair" ("agent_id", "status", "id");
CREATE INDEX IF NOT EXISTS "idx_proposed_pa_materia_6c36ec" ON "proposed_pair" ("material_id", "id");
COMMENT ON COLUMN "proposed_pair"."status" IS 'PROPOSED: proposed\nCONFIRMED: confirmed\nDISMISSED: dismissed';
COMMENT ON TABLE "proposed_pair" IS 'A question with an answer, found in material; it becomes a training pair when a person confirms it.';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "proposed_pair";
        DROP TABLE IF EXISTS "material";"""


MODELS_STATE = (
    "eJztXet32ri2/1e0+NJ0rZxMm7ZpL507a5HEaZkSyBDSzDnDLKPYIujE2K4fSbk9/d+Ptm"
    "zjN9i8Ynz1JQRZWxa/rcfWfulHY2qoRLOPWvdEdxpN9KOh4ylh/8QfHKIGNs2wGAocfKfx"
    "mnhe5c52LKxAO2Os2YQVqcRWLGo61NCh6u0EO4ja6I5Q/R7RqWkZj0Q9QiNbc+9HCN5tI+"
    "qgsWGhnkn0VhspGmXN2x8Rey9xiIr462z0QIiJnAmhFrKMJ/sIOqAaCusBa3oH73J1+s0l"
    "smPcE/bEYm/8629WTHWVfCc2fP2r8WRYD7aJFSJTFWjYX1bnR2NMiabyOqkq0Dmo1CDfTY"
    "vYNgPODtoOWONSVeY9k6G2THXZtQlnyczkFRqcnvECvqDbz1JfCn6SzEBpX6PuTafT+AmN"
    "mg8y706M+V5feLkcNHpz0z6/4DUB6TtZMTR3qoe1zZkzMfR5dZf18gho4BnrLLEwe31kaO"
    "iupvlDKCjyMGUFjuWSOZhqWKCSMXY1GGCNX8eursC4QmxkHvmjlar2kU6eGJa/+b2MUMhy"
    "tzeQr6WBLDdSQxN6kxhBfpHCOMCgpGwgAEY/vXZDbHhpA15w9rnVP3hz8pKjYdjOvcUfcu"
    "QaPzkhdrAccj8EnH+mID+bYCsb8qB+AnTW0VXgDgpCvMP5G8AXALQFSBtT/F3WiH7vTNjX"
    "169eLcD4a6vPYWa1OM4GW3C8ZajrPzr2ngHeIb58WpXAN6hfQ3xP3haA9+RtLrrwKA5utF"
    "spjAdsIcrGOEFWC6gXQDuQ/hxAy1Pb/qZFIT24bP3J0Z7O/CedXvdTUD3CgrNO7zQ5rme2"
    "Q6Yy29umplMG/BShgH8F+O+wTWS+95RZXOJUtQA+vsQcv3tXYI1htXIXGf4sjrViEewJMG"
    "msz9kTh05JNt5xygTeqk96FPyzj+izH6j2dG3mS0qLpkH7UroetC6vYnPhvDWQ4MlxbB4E"
    "pQcnCT7NG0G37cFnBF/Rv3pdKSn4zOsN/tWAPmHXMWTdeJKxGhHqgtIAtcTeEoitZbkep9"
    "wA1/3uVoXpe8LkAJOFXE6egoqePJJ0mzyDVJe9S84ZcKobP2QeM+Z4pUG+MCxC7/UvZMah"
    "brPOYF3JOmT4Z63baFv7CW5YGk5vCz/ND8Sp8cVQ8JYVzobW9VnrXPKO0XdYeXjClirnIP"
    "9ILO8snwL+1Ke8+NInGs6RhqPamK9eUzWCPbYWPBoOWRcm3X4i1lfWUF1BYj216LowfQqA"
    "+YO1NqsrVFP2eyyKtTXBuvSbqStM7CTI9hImL5mYWmtideW3dcWaqitedqCcXQupa6+Vuo"
    "K0gbE0gMZZR+o8lix33XEUoNR3azWWQLIyjo2IRBWTteKPQjz5WcPxIckHtqeTgcH+FBAo"
    "WIODSHt7eVLMhnd6PE3AO8U6vue9hOaAOEv6zLMVRqTTJSZD+TFSdanpsO3YaGxoKrHAqD"
    "f6dWJMyW+/YBWbbF+2f/mVN4mo+tsvv+ru9I5Yv40OEZ1OXf5SZLCzDBqNqUbsETRgEydt"
    "MtzCO4b6UA+Kpti0EUbwjZsfkWOgH8OGPcHH706GrDfDxt2MCb/Dxs8j1HLQlJ3tWKME+U"
    "AhY4ywjvxe2KjT/iqhAxNbDpNLkDfaEB9jL/NMlH+F1lrvFzT+TlktPebkWiznjwtbKf3u"
    "yxp9XGqmZKdOx7XR/6IXUPuFsFFWyEbpDZgU6G09x8YQEiRwp94I3LNdivWXffzj+PXb92"
    "8/vDl5+4FV4R2dl7xfAHy7O0jabvhQzzYcSAy7lB4mbsCZU+/OgNBQsK5SUJmWHLmNs1b3"
    "vA2qxiaatzHUYQFrIpjoQ70vDdp96byJLOJQi6hQ8rt0NvCK/k0U+CnF+BQ3J58UsSYnlZ"
    "8RY/JJ0hBhEdOwMtTRv1/3utkTIaRIqqGp4qD/MATsrU2IyCJ051LNobp9BK99jsUHEFps"
    "g0ua2xKrFDSQtMHxzbUMN+YEghkbZ4Yw0uUvS/U10sEKvgLLI2TCPFdl81z0RFBU4I7SCL"
    "NcUoRw9ZJwhhS7PcNUEsoFFs758XZN6+bc73k/x+dSy2Z0epa1aqa1crGRnUY/ULQVxH5N"
    "ZWYVBvVS/MP5XAD9tAq0jNYuNIZm6exiptIFGjteT34MKi7V1/l6QBthiyBPE2CDAsuZEE"
    "+D9cIO9Fr2R/QK9FnwCHzjEH//IXqaUGWCJthGugGO96AvMw2GKfsnrbzbxQsXa9SoSqYm"
    "A0hXZvIDmS1RrWlkHFOBWvR+Ehb8LfReVdF72e4dqB+yFTU53rUhiXDvLObeyX6nXdaDPE"
    "pTC5x37b+cXIMKKnaTZEK9m6Heja/nxcFN0Ql0M9DlQ9ATSsqsGAmylRaNPVI0bGPN8MZn"
    "eeiTdAL78tgH4vcqBqOAtsobZaMjXQyaCGbpUO+3P31mX/i4GeqDtsTYT8kqNqAPBcSVD7"
    "nCyoekqJKU80sIhhmkdZgHO4jgFJaFfPTra1kQmmehLq2Cum6z6tINKvdMypjUyFLseU8O"
    "Fyr1TBrsQssVei1kWsa9hacvICHG7AjBioNGpkXG9PsIHTgGGjMuIuq8RJh9gnLt+nPrH8"
    "fvTgI13NPE0AgQcx3dAzEzfPC295rlGTuEzq0qOjeRD2O70pQ3ncogHFJsBuNntdJs20VM"
    "pffELqUxDilqOIQ3n3JEnAbyoa/vaUDDtgO5rlbhe5JWeBxV2eOIfDcpa24FPscpBZerzG"
    "WLPBoPK83mOKXgcpW5LJJ7iOQeVdTprJvcY6t6nWjAaZZ2JxGQukDHk4yFXa7p6emEez+Z"
    "xPI8p44QREZCkWYoD8iwVPCtIo/EYoMHsqs6kGt1imcQvmc5CCPL1T1tDCv3mkgperb2lj"
    "X0PFVSN1fBjXHDWh2iw4/NQPfUMDSC9RyJLqRK4HvHyLa1QAVo7xbc016vE9vXT9tJs/DN"
    "5anUP3jN8WeVqLdepT0kIPeC7EwYdyaGloF5rgNKmnB3HijHr7aE+caDN5UJUV1tZWt8lH"
    "6HAZzGeFxSEdzoXVw02So7HurnrXbnn02kYqrNhvqtJH2Br0+EPGiz5PL+DGb5ieGWiU4O"
    "qu9wcO/J2AaOqjjDryEXywjF7uDcl6UCTqDy/xl6KYNGjGiHC8TN4GxblqKt64SZNKAaT7"
    "o8pbqbmUMud/xmke5uIL/Zl5HM0JHBnJiT1ikX3hTd7rB9ty/QsrkBaaBkdhySyy2+WaS7"
    "A/j1vuxqgcSlyq7u0IyE3Ys1jhnkQu1YNbVjSju2WhBjjldUyTDGlX2iqnDy37RH1FraMO"
    "kx53Yi78HhIv0XmVdZqvcasQoET0dBaCBVA48iP9kjMizQOX1EI5t8GyHFcOF2oNeHINm/"
    "QUP3+NXxCXqibDC4DrqHbF/wheqIZui/tv62zGBF76Vcd0C+pSIUhQNUVVRlIZ+Kgh5SCE"
    "NJcutnQz2F5Cm9zxWpfII6RV79z/Hxmzfvj1+9Ofnw7u379+8+vJoLVOlHiySr0/YnEK5i"
    "+3pa2npgv7bMeTeoX0PvpzfHBU66b45zT7rwKKnanWkGzsA3P+lVhESkvYqJsCLtlXBHSx"
    "8x8tzR1jphbE4iTqTuzxCN08n982Xk+ZCSv80rL5eWDZORwcgdQabbJhddyXeTWA77zu/W"
    "PESM1IC0GhqBqzYhJy47O2vok9SV+q1Bu/vpCN3onJo9fsI2Mi1iYguu3pywcZMhNe/irZ"
    "C0t4XAP4BYnnX5yaIO8eR0h3x3EFjG+O2hdzM00ghc6MXVAiMek+CXENNQJiN0AEIeTzOi"
    "gGE7NzdvKluIfw6IpeLNSs/7VyQZaKQvIodIlcT5vcv16jfqe42UsRiG86yJwlYgoWvr/J"
    "+QzRWrs6Heu5K6TQTTmU227vWtxLO/evHhkP71+kv76gqK7AdqmlBy3r4+a/XPoUyltsIW"
    "0aqkhLUN18ryuyrI3jn1Dtk7v3+wDGcve+dSp+mlSxrqF61O57R19oW3r8HGVg1uwAqd5k"
    "V+ZoKg/g7Rf4bVaysJCRQGzL1hlYqBj9KI416B4x57XfaQXoBxSFJDiI8LhcQdLwiJO06H"
    "xKl0PKYK63WpwRynqiHWm1+eTQ1n5ENaoLrw6wu9xcb1FsG+LTOZzC6Xey2DtA6ZTHa9gY"
    "JwuwL6CTKB/Cq57+Zn9DTyC1LfxaiEt1s6MVuogEjBuiREM04q3Cuq5l4hVN7FplS9VN7x"
    "iE2szlaK1wzpxLyu8rye69fLsjhGKHhcZR4TBuEqLI7SCQ5XmcNVCmSsLltLuRBFbXGFfb"
    "JiVAJUkYxwN663GSN3A7jW77LyJLLx+Vo2IcBz3ntezb10zRu9SzrFXDJ4LIq1RoY7zPzZ"
    "4SJHmGm0VoGMmBOimchkvTlEGF20/gCXbf+CZ/DlpsoDcewjNAouqrBHTfQE/iTsPKQhxb"
    "UdYwpJDrD9QFTEXbcP4cOZEGqBA4pqZ2XI3MVr+cXV/nwY+f4u4P7Ch7bvFEMsghiLx9Sa"
    "snYM17GpSlhPWBncX8BH+Ec0xawQXNM5PasMt1pzT/dpgUt1/MR4y6+pFs4uVXF2Eck7t2"
    "upzPetXu5rsg9+1lzf3+SOdkP9stX/ct677TbZOmI9QJDuUB+0TjtwGwB0C9yKznr982tw"
    "LFJg6UoumMIJpUrHg63YckS+1S3H1s8liTTG+Yb7GFE1rPfwvtpY74UJJn8+1NcEI1R79V"
    "LtVfPkLjR7QrO3P6N1HcUe6wLq3nQ6BTV7lsGGPts6N6Diu/LbEiq+4io+Avc6N7IUfN6T"
    "w4XqvbBOketuiGUbehON/Nt855kaeu3zM146OgTN20gzFKyN0Jj9/zQxIGFpRF/mGA9ED3"
    "VzE9bGFCsTqpPMu2928c5MhVsse3Bwf7HID1FVHZu4lHoXl1JbxuoZPgPaHUYVeXGwJQdy"
    "o3fblfpNZDyxHg116c8rqT9ookhbz65LEwfdfOjre9AV9waIewOqINAmzxJVvjcgdqTIkJ"
    "KTR458WTl20CkqMgcaX8/ci3U/nPuQyamuzi3NgYX9I0+eQBRjSmyEUXBBATcvM4mWia/Y"
    "F4YDC7OdmUVtR+8skq4hengPI/aDFA1BJ4TFuoLStEazsjPnBwHRzLzMe50fbGMBQPMUMk"
    "Utn3OCWpxKdm36ZIPcZD3IGL75iEdpBOgi7YFIe1DJZB4i6cFzDeYtZAjavwRQwQmgrD7p"
    "qt+76l1DlqaghaF+1utetPuXUDh3GOUJnS7b19d+QqcptYO3PTu7hMYpH/r6apxUotDVIu"
    "PilCI2TsTG7cVc3owDTUK1URTTBJlwocm4v68cohESgaZwSNq5Q1I0fGpNYKPxWns5XpdC"
    "m1j+cnySkivCBqCtZ2RhEt7IWlja3WubFprA1S7DOBPxwsu3y0Sc/pZaZPJBLWvPEOaKKp"
    "kr9lCZwIYpfSQlYW60zgbtr1ITedSgRri86kgDT40wNWFOq0MdjvGsGmSPtpQJq1gRJYKD"
    "LTa9St+WmCQTty+nr1Q1TKqUikUKKUQg0mJzyAqBSM+mRa6YbLLtBeWJaOC8UMbUFyGpgU"
    "Vk13Y+LkTyi/dKrN9xIpEhNHURK+SuLQtqnEiAmgRVGCzyoa6vwWIuBK/C9wStMFoIo8Ve"
    "zGehEK60QrhIFCW4/FGyZvhk+oa7mmCeqVNfE6z66dNTgvpuE+7tzWDapjI7hlmGRjuJab"
    "5aO3DGLxFuMLJNjXoRsi7c5oj4zQGRJHOWq3uJ6vjFkEHyuo8Ij53gXkfqIJ0HzyoTrN+z"
    "WgdUf8RsougOOnmZdWn7Tt65OCUeVcnUNByiKzP5gcwK5Mbjd0QuvU3S6w+XB4WyvzLKfu"
    "FPL/zp6w668KcX/vTCn1740xc3hRBsaZRkuMPkmwAjJMIGuHkboMVE3DKb5pygDpa/XW+Y"
    "Y/Y7WX9KmcCjNGICbHwC8JNh9qpfwCcnIK7wZGgM+q12t+nFzQ/1z73Oee9m0OR5pwx3pV"
    "QxHwpsCx9yd4UPyU0heTAusQVnkFaYFatuw4VEntcLRJ7XaZHHIjwDg1w+B3Oasn6Qbz4V"
    "81xTZrllc5ZmkIo4AWFH/39oTo2oOsuyOUYp2FxpNgur+YaXx/mPlrmWuSS02dRiC6pUPv"
    "L6DFzh7rEM1BokJN9XZItcNbhg5d0AxqX9Z6q52i5FOnvXWTsH/NouOSL9+8r+Jn03M4Ay"
    "+viwkLeJ5RaLpGzcWtRxiI7uZtypgydLhuTq1LGRRrBNENYMnaCDEf8mE9NQJqOXh+jOdX"
    "iW9pECs1GTfaUHP0GM0g4mW3oPv80RXAxs4ozQmH4n0dscD34MPUiGwAGq2owJw4av15uX"
    "/XyJsBNxdWHri+UcItvw3FrApWXGajhkajpDfe7/YjMeIdZl+yMaWay7VpjUXplQTX1hI6"
    "84vCPyns0CVswaBMX09jxi5oGQHpbclwce/WiE4zGkhDbJd9PyFu75YA3GIBOx5JiCJQx5"
    "DCZ+g7fAKsEXdPtZ6kvI6wRqd9HBC/YLXaK+OEQvGD20A/+SR6y5bClh315665Pwy6mCXw"
    "575/19lgWymMY/Ql5lg29j8LkvXYOun3F0wtCBVWGoX599ls5v4BJGW5kQ1YV7GC9b3ZtW"
    "B+5p1F3P0fT5zcR7GCntLQIl50LjjxvpBiKgPeqh3r/pdtvdT03kryRDXfra6ty0BrwwXF"
    "MYK2/OziTpHIhtV1EIUTm99Lt0xgOtLQK3RkDZRavdgZIxphpP6tbqnkkdXuRtOlpVIq+F"
    "IegZDEEiWHILcX2wNa4EbJpQgJsE1xeI06jmO1FESNbyoajY8rBzZwmHmCUGc1BdDOF0Jg"
    "wHazLgUyrFSJxKwJqEVTPsDDwvNAPnXQngEySgHANFrZaD897NaUdCV33prH3d9peGudGP"
    "P4QiVkA93VpfanUS6PqaBbk0yklCgXYBtPltgLZsEku2CXt1hqJgAeSZ1AL3Arh7cNlM6s"
    "5yjF0AeZJQoF0AbcW1HjOCdvIluTmB8IXdvHiHIbdEKe/kCIlgyMYZYk7YqaUUP0KKarAD"
    "XlsbdngGjzLsCCnEsXMd3LGd5Z+wKLQzoKiDFnDnYSqYaq5FGJ5qzj26OaEqCbo6YL/18E"
    "4L25OsNT5XCxChEBqAlAaAm4S5/b3MyE2Q1W/gbsV0EPFlKDF+E1RiDGePYc+tIQXrYjf3"
    "BKlIDldlN/cMl5+y/M5pQvC9ynz3jP0rcDtGKGJYKs1k7ma3EpfjlGIqV5nLY6pTJoyvwu"
    "YEqeBzlfksItJEYE8VgiLWyeNaysM/ZM0jsbKjg4KgiZ5OBgb7szx0gnPna9jeXq5n2aET"
    "JaIhbg3rwTaxQhoZsRDhw8NFkRBPsWrbvFBKeK5XxXOdf6Ygz9dpBfWr7KdeJW2WyCGRj3"
    "697mJICSJFwgf51rtm7GDdxJO4jGxScL1fFyKTfiH1TQtPpndk3ZTnl7yROkG0zeDTFrGo"
    "MsmStfwnCwUtHNapjJSVa1nJFLIyDCr+uriedLXN7WYjBpV8SSr3SJMvTEVIaihPHb97V0"
    "CeYrXyk+rCs5+J/SAjViAfYb96DdHdjrQKOZ6zdCYLXCdDkt07h+25O1IJkXHzm9nP/wJ8"
    "C1o4"
)
