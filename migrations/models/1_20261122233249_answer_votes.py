from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "answer_vote" (
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
CREATE INDEX IF NOT EXISTS "idx_answer_vote_agent_i_fed5cb" ON "answer_vote" ("agent_id", "left_version", "right_version");
COMMENT ON COLUMN "answer_vote"."vote" IS 'LEFT: left\nRIGHT: right\nTIE: tie';
COMMENT ON TABLE "answer_vote" IS 'Versions are numbers of the agent''s versions; 0 is the base model, which has no row to point to.';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "answer_vote";"""


MODELS_STATE = (
    "eJztXW132jgW/is6fEl6TjbTkjbtprNzDiFOw5RCl5Bmdoc5RsECtDG265cQttv/vrqyjd"
    "8B8xbjoy8JyLqyeK4sXz336upHZaIrRLVOayOi2ZUL9KOi4QlhH6IXTlAFG0ZQDAU2flB5"
    "TTyv8mDZJh5AO0OsWoQVKcQamNSwqa5B1fsxthG10AOh2gjRiWHqT0Q5RX1LdUZ9BPe2EL"
    "XRUDdR2yBarYEGKmXNWx8Ruy+xiYL47Sz0SIiB7DGhJjL1qXUKHVD0AesBa3oP93I0+t0h"
    "sq2PCLtisjv++RcrpppCnokFX/+sTHXz0TLwgMhUARn2l9X5URlSoiq8TqIKdA4qVcizYR"
    "LLYsBZftu+ahyqyLxnMtSWqSY7FuEqmRm8QoXLM13AF3R/I3Uk/yfJDJTGLWrdNZuVn9Co"
    "8Sjz7kSU7/aFl8t+o3d3jatrXhOQfpAHuupMtKC2MbPHujav7rBenoIMXGOdJSZmtw8NDc"
    "1RVW8I+UUupqzANh0yB1MJChQyxI4KA6zy69DRBjCuEBuZp95opYp1qpEpw/I3r5chCVlu"
    "tbvyrdSV5UpiaEJvYiPIKxowDTAoKRsIgNFPt90AG15agRvUb2qd47PzVxwN3bJHJr/Ika"
    "v85ILYxnKg/QBw/j8BeX2MzXTI/fox0FlH14HbLwjwDp5fHz4foB1AWpngZ1kl2sges69v"
    "Xr9egPG3WofDzGpxnHU24bjTUMu7VHWvAd4BvvyxyoGvX7+E+J6/XQHe87eZ6MKlKLjhbi"
    "Uw7rKJKB3jmFgpoF4AbVf6owstTyzruxqG9PhL7Q+O9mTmXWm2W5/86iEV1Jvty/i4nlk2"
    "mcjs3TYx7DzgJwQF/GvA/4AtIvN3T57JJSpVCuCjU0z13bsV5hhWK3OS4deiWA9Mgl0DJo"
    "n1Fbti0wlJxzsqGcNb8URP/Q+HiD77gUpbU2eepbToMWh8kW67tS9fI8/CVa0rwZVq5Dnw"
    "S4/PY3qaN4LuG90bBF/Rv9stKW74zOt1/12BPmHH1mVNn8pYCRl1fqmPWuzd4putebUeld"
    "yC1r3uFkXpB6JkH5OFWo6vglZdecTltrkGKa56l6wzYFU3fExdZszxSoJ8rZuEjrTPZMah"
    "brDOYG2Qtsjw1lr34bYOE9ygNHi8TTydL4gT44uh4E4rXA2123rtSnKX0Q948DjFpiJnIP"
    "9ETHctnwD+0pO8/twhKs6whsNszDe3qRLBHpkLnnSbbAqTZk2J+Y01VFaQWE9NuilMn3xg"
    "/slam5UVKstn0TbC6tZtpawgGZiaGyLUhcZZR76ypsoKk+lsOo58lDpOqcYSvAL1qh569U"
    "VeitFLAZ7cKLQ9SLKBbWukq7M/K8z8rMFuqL2DNOnT4Z1UJzF4J1jDI95LaA6E08yELKdO"
    "yIxY4tuRn0JVl/p4GraFhrqqEBO8L/1fx/qE/PYLVrBhs2Z++ZU3iajy2y+/as7kgZi/9U"
    "8QnUwcflOkM6MT9YdUJVYfGrCInfTt7OAePa2n+UUTbFgII/jG/UTI1tGPXsUa4+q78x7r"
    "Ta/yMGNWSq/y8xTVbDRhRjhrlCAPKKQPEdaQ1wsLNRvfJHRsYNOmWEXuaEN8jL3K8iX9Gb"
    "jV3F9Q+SvhXnKVk+laml9e2Z3kdV9W6dNSfxJbHtiOhf6BjqD2kXAmFciZ5A6YBOgNLYMM"
    "DgRiuFN3BB7YW4r1l/37W/XN2/dvP5ydv/3AqvCOzkveLwC+0erGSXY+1NMZXolhl1gwR5"
    "n2ufT+mN7KAGsKBW4r58hli9rWVQM4oQs0b6OnwQR2geBB72kdqdvoSFcXyCQ2NYkCJb9L"
    "9a5b9B8ygJ+ymp6ifr/zVdx+cZYq5PU7jzPGJjF0M4U3/P223Up/EAKJOF9IBzb6H0PA2t"
    "kDEZqEHhyq2lSzTuG2LzH5AEKLnSVxv0hsloIG4s4S/nLNo425gFDG1pUhvCnZ01J5vSkw"
    "g6+h8pCY8KMU2Y8SXhGsanCHZYT/JG5COFpOOAOJ/a5hCgnlAlfUfHm7oRtqHqB6mONzqQ"
    "sq/HjmdT8lWbnIyE6i7xNtK2K/IZlZhEG9FP/geV4B/SQFmoe1C7xWaZxdxKe1gLHj9eQn"
    "v+JSvs7jAS2ETYJcJsACAsseE5fBOrJ8Xsv6iF4DnwWXIIgJ8fufoOmYDsZojC2k6RAhDX"
    "yZoTNM2YckebePGy5m1KhCJgYDSBvM5EcyW0KtqWQYoUBNOhoHBX8J3qsovJflPAD9kE7U"
    "ZIRBBiIiDm+1ODz2O628ob5hmVLgvO9A0/gctCKxGxcT9G4KvRudz1cHNyEn0E1Blw9B1y"
    "jJM2PExNaaNA6IaNjFnOGOz/zQx+UE9vmx983vdRxGvmyRX5SVpnTdvUDwlPa0TuPTDfvC"
    "x01P6zYkpn5K1vEBfVjBXPmQaax8iJsqcTs/h2GYIlqG52APW+2EZyEb/fJ6FgTzLOjSIt"
    "B126VLt0juGZQpqZJG7LlXThaSegb130LLCb0aMkx9ZOLJEWQumJ0imHFQ3zDJkD730bGt"
    "oyHTIqL2K4TZfyDXbm9qf6u+O/dpuOlYVwkIc47ukRgpMXi7u83y1AqCcysK5yYSF+zWmn"
    "IfpzwIBxLbwfhFvTS7DhFT6IhYuRjjQKKEQ3j7uSHEaiAb+vKuBlRs2ZCUaB29x2VFxFGR"
    "I47Is0FZc2voOSoptFxkLZvkSX9c62mOSgotF1nLIguDyMJQRE5n0ywMO+V1whtO09id2I"
    "bUBRxPfC/scqanrREe/WQQ042cOkWwMxKKVH3wiHRTgdgq8kRMNnggDaYNSTEneAbb90wb"
    "YWQ6msvGsHK3iQTRs7O7bMDzFIluLkIY45ZZHaLBj01B91LXVYK1DIsukIrh+8DEdjVB+W"
    "jvF9zLdrsZea9fNuJu4bsvl1Ln+A3Hn1Wi7nyVjJCA3AuyPWbaGetqCuaZAShJwf1FoFRf"
    "7wjzrW/eHIyJ4qhre+PD8nvcwKkPhzmJ4Er7+vqCzbLDnnZVazT/dYEUTNVZT7uXpM/wdU"
    "rIozqLT+8v4JYf606e3cl+9T0O7gMZ26BRBafENWRiGZLYH5yHMlXAClT+r67lcmhEhPY4"
    "Qdx167vyFO2cE2bWgKJPNXlCNSc12Vfm+E0T3d9APjuUkczQkcGdmJHWKRPehNz+sH13KN"
    "CyZwPSQMlsOSTnm3zTRPcH8JtDeav5FpciO5pNUzIrL2YcU8QF7Vg02jHBjq23iTEjKirn"
    "Nsa1Y6KKsPLfdkTURmyY9JRxjIx74WQR/0XmVZbyXn1WgeBJ398aSBU/oshL9oh0Ezinj6"
    "hvke99NNAdOMblzQlY9meo51RfV8/RlLLB4NhoBNm+4AvVEE3hv3Z+t9TNiu5NOXdAvid2"
    "KIoAqKJQZYGeVgU9kBCOkvirnw31BJKXdJRpUnkCZdp59fdq9ezsffX12fmHd2/fv3/34f"
    "XcoEpeWmRZXTY+gXEVea8nra1H9mvzrHf9+iWMfjqrrrDSPatmrnThUpzanak6TsE3O+lV"
    "SESkvYqYsCLtlQhHSy4xssLRNlphbM8ijuVYTzGNk1nYs23k+ZCSv88rL7eWdYOJwcjtQ6"
    "bbC266kmeDmDb7zg9BPEFMVIe0GiqBMxEhJy5bO6vok9SSOrVuo/XpFN1pXJpdnmILGSYx"
    "sAlnJI7ZuEmxmvdxV0jaW0MQH0BM17s8NalNXDvdJs82As8YP+bxYYb6KoGTlzgt0Od7Er"
    "wSYuiDcR8dg5HH04wMwLGdmZs3kS3EWwdEUvGmpef9M5QMNNQXkUOkSOb8weV69Rr1okby"
    "eAyD5+wCBa1AQtfa1b8gmytWZj2t/VVqXSB4nNnD1rq9l3j2V3d/OKR/vf3c+PoViqxHah"
    "hQctW4rdc6V1CmUGvAJtGipIS1dMdMi7taUb1z6T2qd35QXB7NfmlfSc0LN11ST7uuNZuX"
    "tfpn3r4KL7ZiaANm6KQusjMT+PX3iP4LzF47SUgwYMCMdDPXHviwjFjurbDcY7dLH9ILMA"
    "5ESghxdaUtcdUFW+KqyS1xCh0O6YD1OtdgjkqVEOvtT8+GilPyIS2gLrz6grfYOm/hv7dl"
    "ZpNZ+XKvpYiWIZPJvl+gYNyugX5MTCC/Tu67+Ro9ifyC1HcRKRHtlkzMFhAQCViXbNGMio"
    "rwiqKFVwjKe7VHqlyUd3THJlZma+3XDOTEc13k53rOr+dVcURQ6LjIOiYMwnVUHJYTGi6y"
    "hou0kbG4as0VQhT2xa0ckxWREqCKZIT7Cb1NGblbwLV8h5XHkY0+r3kTArzkuefFfJdueK"
    "J3zqCYL4SfN5sSDONdOVkUBDMJ6qySC5OYlq5doL531Mc8jLvduKrz0v4JBHD3VX2A1T4a"
    "ss/TsQ7ZDLzgER5Loj8SzT0Qmsd+szYmeDCmGklNjLmPe6ZGjUdSi/iHm4jg8cJGm4gTa/"
    "ZwYo2pr7/935fdY8iBGySXcyBX2vctqXOB9CnrUU+T/vgqdboXKNTWi7sTBRGZDX15iUiR"
    "VEwkFSuCQRtfQRQ5qZi/fksxkENLu2wLObSSXGoiZwO7SuRzPMZZmJaFMS0PL5CZDVP6RH"
    "LCXKnVu41v0gVypXtavf3la1PqQvDxQJ8Y8EgrPQ3MElYNApdNtoZ6KkpAso1N9njlTtQR"
    "FxOJv5LZfHSDDlIwzY5fCySKEcEG9ytNBNuLRW0WjHDb9YQyJSqb9lKswOwYtZCIiKzPHZ"
    "7GszDynA855u+okAhOS+QAgrDJvKBGhQSocVAFAZMNdXkJmLkRvI7eY7IilkTEkhzE8yzC"
    "Hgod9rCKax4yHNC05KB5nPPJ5AolwTxhgu43iuFgYNolTRvBLIWrjWOaTdj6xz5wQmcl2r"
    "bStwyVupEFDqTIQHw7Bg8cGLLRYPMzF3hKDJ5tA8qh8Y8ID20/WQa1kcaDDgZjrI1YrWOq"
    "PWGTYs1G56/SMuHt5Z6pkQ3zyTd+Mnc8uiEj8cbSFB1uf7ilI2jswtDY8zw3q5IZc4FSRE"
    "fsm8xgijFYD3LRR2EZAbrIzSByMxSSFxWZGcpD8isms6jyzNFzgTK4UPY9P8Mx9qw/uXyJ"
    "YRnhTVyskjW8iXwhkj7JrBDc4AsX+GGodDu1RgvuxjDuaTft5lX7rnvBw8N1Z62Izi2f4h"
    "Rfh+WY8VNEC6yKdWf9ld6wbxa8Yd8k37AmYb/UsuX859YnJcsH+faPKpoTM6aTd0thiugG"
    "TEDBcN/OXk3hkFzLxjk0v1SIWcur5oikUHOh1Szcj1ueHmPZvnNCmy4tXkEiXYDwmxfDOX"
    "ki0gUUKF3Agpl3CxjnDkQo5my7FOn0t04EcdYV1LprNl9qd5Xvlu84qTuswpdPVnLam85q"
    "W60q9ya1baLBWRTgG+d7dWFvP7UtxHMqIqzqGkHHkXMpXp2gB8fmSQL6Axhlquwt5t3jNZ"
    "J++h3dB07b6IOn1iJ2Hw3pc8jHb6HjHz0Xkh5ogCoWU0Kv4vFV87KfrxC2QxED7Lkx7RNk"
    "6W50AEQGzFgNm0wMu6fNwwgspiPEumx9RH2TddcMcioMxlRVjizkFvOj9Xj5iI1CVswaBM"
    "J1d4EF6Sd6wGwSjMdAEtokz4bpTkjzweqPQWY6yBHiINgT5U8oFd4CqwRf0P2N1JGQ2wnU"
    "aKHjI/YLHaIcnaAjJg/twEfyhFWHn+5w9Mp97kR4QxHCG9g9RyM3mck6THZIvMh+s0r3pi"
    "PdAocNxwAxdGBW6Gm39Rvp6q4pXSD/zN6e9qXWuqvByRVYc7C6Ds29g0NDDm8rpTsJ5HwW"
    "Kv+8k+5gi6Qr3dM6d60WPxzGm0l6mvSt1rzzTowJ5hSmyrt6XZL4iS+WMxgQonB56Xepzn"
    "dimgSSlkDZda3RhJIhpip8r9dadanJi9yXjlqUrZnCwfECDg6xm2oHG3/g1bgWsElBAW4c"
    "XM8gTqKaHRwQEtkoNqBg08PegwBsYuQYzH51MYSTW+VtrMqAT64cBFEpAWvihAXdSsHzWt"
    "Vx1pkVnkAMyiFIlGo6uGrfXTYl9LUj1Ru3DW9qmDuz+EUoYgXU5Yw6Uq0ZQ9djFuTcKMcF"
    "BdoroM2TUVqyQUzZIuzWKUTBAshTpQXuK+DuwmUxqzst4HMB5HFBgfYKaA8c8yll70O2JT"
    "cXEDGe2zfvMGw+zxV1GxIRCtm6QowxW7Xk0kcgUQx1lOpMQNfhkUcdgYRYdm6Ce95DAMX5"
    "fxttv8BUdUzC8FQy0jhnbMGIyZUB+53vkjOxNU6b4zNZgJCEYADSz1jk/vc8IzcmVr6Bux"
    "PXgTgndIdjWJwTWvbw7ZSQn7z6zmhC6L3Iened/WtoOyIo9mYUWsk8zG4tLUclxaNcZC0P"
    "qUaZMb6OmmOiQs9F1rPYaSU2rBQh2H+TRI+5IvwD1TwRM33Xi5/ssK2Rrs7+LE95yLXzLW"
    "jvIOez9IyHOXZDBGf9pOyFiBwElL0TInL20E5PnBGR60WJXOf/E5Bnc1p+/SLHqReJzRK5"
    "EbLRL1ey9oQhkv3SjJkoG+b8LZt5ErWRDQqh95tCZNDPpLR5o92TlDeEKDiyuSwQ7XLzaY"
    "2YdDBOs7W8KwsNLRzUKYyVlelZSTWyUhwq3ry4mXW1y9fNVhwq2ZZU5pIm25gKiZTQntrJ"
    "IdDwUOVA2KteQnR3Y61Cqtw0zmRB6GQgsv/gsAMPR8phMm7/Zfbz/7iblGA="
)
