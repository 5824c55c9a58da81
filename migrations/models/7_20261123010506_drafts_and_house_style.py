from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "preference_pair" (
    "id" UUID NOT NULL PRIMARY KEY,
    "system_prompt" TEXT NOT NULL,
    "earlier" JSONB NOT NULL,
    "query" TEXT NOT NULL,
    "chosen" TEXT NOT NULL,
    "rejected" TEXT NOT NULL,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "agent_id" UUID NOT NULL REFERENCES "agent" ("id") ON DELETE CASCADE,
    "pair_id" UUID NOT NULL UNIQUE REFERENCES "training_pair" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_preference__agent_i_97971f" ON "preference_pair" ("agent_id", "id");
COMMENT ON TABLE "preference_pair" IS 'As it was when the expert answered: later edits of the pair change nothing here, deleting it deletes this.';
        ALTER TABLE "agent" ADD "house_style" JSONB NOT NULL DEFAULT '{}';
        ALTER TABLE "agent" ALTER COLUMN "house_style" DROP DEFAULT;
        ALTER TABLE "training_pair" ADD "draft_version" INT;
        ALTER TABLE "training_pair" ADD "edited_share" DOUBLE PRECISION;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "agent" DROP COLUMN "house_style";
        ALTER TABLE "training_pair" DROP COLUMN "draft_version";
        ALTER TABLE "training_pair" DROP COLUMN "edited_share";
        DROP TABLE IF EXISTS "preference_pair";"""


MODELS_STATE = (
    "eJztXW1z27aW/isYfUky4+smSuxmlW5nZJtJ1MiSK8txe6sOBZOQxWuKZAnSjjab/744IC"
    "m+S6TeTHHxpalBHJB6AIIHz3n73piZKtHpcfueGE6jhb43DDwj7H/iF45QA1tW2AwNDr7T"
    "eU+86HJHHRsrMM4E65SwJpVQxdYsRzMN6Ho7xQ7SKLojmnGPtJllm49EPUZjqrv3YwT3pk"
    "hz0MS0Ud8iRruDFF1jw9MPiN2XOERF/HYUPRBiIWdKNBvZ5hM9hgdQTYU9ARt6D/dyDe0f"
    "l8iOeU/YFZvd8a+/WbNmqOQbofDnX40n036gFlaIrKkgw/7L+nxvTDSiq7xPqgs8HHRqkG"
    "+WTShlwNFg7GBqXE2V+ZPJ0FvWDNmlhE/J3OIdGlyezQX8gW4/SwMp+EkyA6VzjXo33W7j"
    "BwxqPcj8cWKT7z0Lb5eDQW9uOhcfeU9A+k5WTN2dGWFva+5MTWPR3WVPeQwycI09LLExu3"
    "1kaRiurvtLKGjyMGUNju2SBZhq2KCSCXZ1WGCNXyauocC6QmxlHvurVVPpsUGeGJa/+k8Z"
    "kZDlXn8oX0tDWW6kliY8TWIF+U0KmwEGpcYWAmD0wxs3xIa3NuAG55/bg5dvT19xNEzq3N"
    "v8Ikeu8YMLYgfL4eyHgPN/U5CfT7GdDXnQPwE6e9B14A4aQrzD9zeALwBoB5A2ZvibrBPj"
    "3pmyP9+8fr0E46/tAYeZ9eI4m2zD8bahnn+p6V0DvEN8+WtVAt+gfw3xPX1XAN7Td7nowq"
    "U4uNHHSmE8ZBtRNsYJsVpAvQTaofTHEEaeUfqPHoX05WX7D472bO5f6fZ7n4LukSk47/bP"
    "kut6Th0yk9m3bWY5ZcBPCQr414D/DlMi829Pmc0lLlUL4ONbTPPkpMAew3rlbjL8Whxrpu"
    "PI5BueWTqhabTPTFMn2MgGPCmagPyOye4K80Bx2e9iP+v3u7HFftZJruabyzOJfUb5DLBO"
    "msObO71hAvaJqevmk+xaMkCTBv6jbuKcPSYtmgB+ArK7Qv71cXP/wF/0b866EroaSOed60"
    "6/F9tXvItxwAdSu5tA3CZY1+hMvmcadAbgv133e9l4pwQTcKua4qD/RazPzkCPqOV3rqY7"
    "mkGP4X7PoY4DUMt3/OTmntDbYYDkjj81YTOhzlwvNTUJsWpMDNy2NhOjsNXvnW/T83LBrj"
    "jajGTPTVwyOTW+6HHwP4f4cWY/UO0b+tz/Hi3TkjqX0vWwfXkVm5+L9lCCK834dua3vjxN"
    "zNliEHTbGX5G8Cf6d78nJadx0W/47wY8E3YdUzbYFwOrkTN/0Bqgljh6BKxG2VmPS25h1v"
    "3HrcqkH8gkB5gsneUkSVaUmErKbZOiqu70rqChgPSbPGSyUAu8MtQ80ybavfGFzDnUHfYw"
    "2FCyPmY+FXcbHeswwQ1bw9fbxk8LvjS1vhgK3rbCp6F9fd6+kDyW9Q4rD0/YVuUc5B+J7V"
    "G9KeDPfMmPXwZExzlkSZSs/+oNVSPYY3vBo+lknv/KwGTQJ2J/NZ06rc24MmQaE3YGYC/o"
    "hlCdLwaqK1TsSW1tU5g+BcD8zkab1xWqGfs9tob1DcG69IepK0yWTSbE3sLLd7UY6Aprh8"
    "gKFoTLZFoK08Qt9iM3Rswbq8540cAqvBFS194odQVpC2tpCIOzB6nzWrLdTddRgNLArdVa"
    "Ap3dbJoRXT2mxccvhXjyU6zjQ5IPbN8gQ5P9p4CqygYcRsY7SA4iG95Zc5aAd4YNfM+fEo"
    "YD4axzTZ6TUuTcs8JXSX6MdF3ps9RxKJqYukps8CYa/zI1Z+TXn7CKLabG0J9+4UMiTf31"
    "p18Md3ZH7F/HR0ibzVx+U2SyzzcaTzSd0DEMQImT9lXawT1GxsgImmbYoggj+Iv7PSHHRN"
    "9HDTrFzZPTEXuaUeNuzo5Vo8aPY9R20MykDhuUIB8oZE4QNpD/FBR1O18l9NLCtsPUOOSt"
    "NsTX2Ks836i/Qjcx7xc0/k65S3mTk+sqtbhc2D3Kf3xZ1x5X+kdRBzsuRf+NXkDvF8I5qk"
    "LOUd6CSYHeMXIMj6FAAnfN2JmBZZf8/T08xL+ab979/O7929N371kX/qCLlp+XAJ826XpL"
    "PY0neCxIDLsUwxf3HFlI789zoaFgQ9VU34pcAuPGebt30QESu4UWY4wM2MBaCF70kTGQhp"
    "2BdNFCNnE0m6jQ8pt0PvSa/kMU+CnF5inux3ZaxI0tSatHvNhOkx4QNrFMO8PQscwiHEgI"
    "i+PWLY7841pmNhYCYjKE+VeYf7dg/oUdfI0pj4gJw2+VDb/RE0FRhTsqIwy+SRXCNUrCGU"
    "rs9wxTSSiX2M4Xx9sN7eaLgKvDXJ8rbebR17OsvTzNysVWdhr9gGgriP2GZGYVFvVK/MP3"
    "uQD6aQq0DGsXmtmzOLuYEX4JY8f7yY9Bx5V8nc8DUoRtgjwmgAKB5UyJx2C9oAGvRT+g18"
    "BnwSVwykf8/kfoaaopUzTFFBkmRPwBX2aZDFP2P2nybh83XM6oaSqZWQwgQ5nLD2S+glrT"
    "ySRGgdra/TRs+FvwXlXhvah7B/RDNlGTE9YTioi4kmJxJex30rKha1GZWuC878Cp5B5UkN"
    "hNigl6N4Peje/nxcFNyQl0M9DlS9BTSsrsGAmxtTaNAyIadrFneOuzPPRJOYF9eewD9Xsd"
    "g1EgW+UPZaMrfRy2ELylI2PQ+fSZ/cHXzcgYdiQ2/RpZxwb0voC68j5XWXmfVFWSen4JxT"
    "BDtA7vwR5SRwjLQj769bUsCOZZ0KVVoOu2S5dukdyzNDZJjSxiz7tytJTUs7TgK7Sa0Gsj"
    "yzbvbTx7AZm45scIdhw0Bjd77dsYvXRMNGGziDTnFcLsXyDXrj+3/9U8OQ1ouKepqRMQ5h"
    "zdA7EyfPB2d5vVqcIE51YVzk0k4tqtNuW9TmUQDiW2g/GzWml27SKmaveElmKMQ4kaLuHt"
    "5zoTp4F86Ot7GtAxdSDJ5jrznpQVHkdV9jgi3yyNDbfGPMclxSxXeZZt8mg+rPU2xyXFLF"
    "d5lkXaGJE2poqczqZpY3bK60QDTrPYnURA6hKOJxkLu5rp6RuEez9ZxPY8p44RREZCk24q"
    "D8i0VfCtIo/EZosH0ro7kOR9hucQvmc7CCPbNTw2hrV7Q6SInp3dZQOep0p0cxXcGLfM6h"
    "ADfmwGukvTxkakRMbY4hljIfeC7EzZ7ExNPQPzXAeUtOD+PFCar3eE+daDN5UpUd2s7KMF"
    "wzcj8nsM4DQnk5JEcKP/8WOL7bKTkXHR7nT/bCEVa/p8ZNxK0hf484mQB32e3N6fwSw/Nd"
    "0y0clB9z0u7gNZ2zCjKs7wa8jFMiKxPzgPZauAE6j8P6ZRyqARE9rjBnEzPN+VpWjnnDDT"
    "BlTzyZBnmuFmZifMXb9ZovtbyG8PZSUzdGQwJ+akdcqFNyW3P2xPDgVa9m5AGiiZHYfkcp"
    "tvluj+AH5zKF+1e5MnoJGfpiTDHbuY1pYcY48bs2Wbd2yAuXxHHMfzoC2jxZ1Jw6E0aCFP"
    "emRcDfpn7bPun3JwITH+yIDRbvuDa4lNkOnIT6ZN13K+3L51NdCdVdk1HC2j5sty7jhDXB"
    "DIVSOQUzzneuGoOf5tJQNS1/ZuqwKHs23fto14zUgi4wxWM57mOJ/TVOL9VhKaY8yWI5mx"
    "nzmGDZCdVgz0mnuPvWmhqfmEsK49EESBa8Q68mIUePBokHlt7AWUjiEiFFzMKKRvC8LPwM"
    "0szW/u66bLY1IVtlrvTS8ZsmNampKKShVOb1WhR6NzVfScGJWpoefQ22YB5eFtM1d5gEuJ"
    "0zh/CUogvBCoIbzNQr6FzSW+hc20b+Fi38uwQ+ZXKYtJ7bNA2fMoYduoUCYSMm75DE4wde"
    "21/FESojV0Kzz0A4WIKhJRRXsG9WCjiqRHwp85dUDzLhwtO5uRRZfVxzLWgeDZOEjFo6lB"
    "BI9fXAGZNvh4fEBjSv4ZI8V0GcDozRFY0t6ikdt83TxFTxpbOq6D7iG7NvyhGUjL8DfZ+d"
    "0yD2LeTfmnnPwjzl6VPXuF81QU9FBCfA6SBC1b6ikkz7T7XMXUF6iTVvpfzebbtz83X789"
    "fX/y7uefT96/Xqin6UvL9NSzzidQVWPKUlp3fWC/tsypNuhfw0Pt9jkDC8/ZCTQD3/wk0x"
    "ERkWY6di4QaaZF+NdR4fCvjexA29OIE5UFM1TjdO3BfB15saTkfxadV2vLpsXEYOWOobJM"
    "i6uu5JtFbIf9TShTQ48QEzUhjaXO9FteI4Y6mq6jT1JPGrSHnd6nY3RjcGl2+QlTZNnEwj"
    "ZREZ6ydZOhNe/jrl6RHFPXzSe60M/BWQRC+SnxbSO8VXGpY87YH2yZK0w9d8wjNCbY1jUw"
    "lDyBJzjcgGKm3t+RCTtxstHbCHz9+Qhw3dYc4t3DId8cBF6u8DvQ3RyNdYIp8QzDY26s8V"
    "uIZSrTMXoJCiRPGaqAk3punZ2Env9XUC4uVlYnq9TOX5HCHpFnEflAq3RUOLi6Lf6gfgRI"
    "Gb+R8B1uoXAUKM7SvvgTKrNgdT4y+ldSr4Vgq2AvW+/6VuKVXLzXFkq5XH/pXF1BE33QLA"
    "taLjrX5+3BBbSpGlXYBl2V8i7UdO2sGKqC07uQ3uP08jeq7Mxe9i+kbstLfTwyPra73bP2"
    "+Rc+vg4fzWrMBuzQ6bnIzzIY9N8j+s+we+0kuaAwP+/hKMlul72kl2AcitQQ4p2YoFVtMt"
    "EU9tSlFnNcqoZYb397tnSc4Uy7hBbx+wtOZOucSPDdlplORsvlUc8QrUNW0n1/QEG5XQP9"
    "hJhAfk3kFabJrq22Rweo8Aw04Bq4AnWuh51zzzOfLR3YODXF89nv3wzkYf8quMrOIzJ3YR"
    "sZw35fZkCzI5djmjLDBc5hN1fdzjkvzKm6lq4pvDBnf/gZYgJMTmdU4kPjs0NlqI6IyAZ8"
    "x+G8WSUMdD5hVubLHRGpxscb7lebj3eEZExPypI6HDEpEXqbrhIRMqgpWFfki4uLigihKj"
    "v0CXtg/itVL3tgPH0cVudrJY8L5cR7XeX3emF8LDvFMUExx1WeY8IgXGeKo3Jihqs8w8Ld"
    "fuv+lVFngsIOqzEpAaqIYdhPDEPGyt0CrtfhSDVFNv6+lo0PiScCzCDOznyxj18GRMc5ZV"
    "QTFbmv2FAH+y1NAf5jlx6DlwweW8N6I8NXcHHtaJmX4Czaq0B5ninRLWSxpzlCGH1s/w7x"
    "LBhNwCsPAl005YE49BiNgwwCdNzyHOaAQF441lGE6QNREY9rOYJ/nCkBTzzTVmlWuZ593J"
    "Y7CPrvw9h32At8BKnv1UdsgnhiCHvGxjFdh2oqYU/C2iChAl/hH9AMs0aI2+HyrDN1/DCg"
    "WYFsCn6VjuWFvcGRT3jrVcVbT1QS2q2rRX7gyWqr2yEEoXCDZYt7Co+My/bgy0X/ttdi+4"
    "j9ABkDR8awfdaF0qTwWOAXed4fXFyDZ6QCW1c1rGfV96KrkTFaFH/acaLPhSZRxn4ZExIW"
    "zK1bMIUJJv99qK8JRlB79aL2qnlyF8yeYPYOZ7VuQuyxR0C9m263ILNnm2zps0/nFii+K3"
    "8sQfEVp/gIT6eWRfCRINHaEnov7FOk9jaxqWm00Ji6d/8hirMIk+13Ls556/gImLexbipY"
    "H6OJyYNnIblohC9zzAdihNzclI0xw8pUMzLyl+7pnpmEW6yUmX93kTynshxbMEMp1POPvB"
    "GRGp55mycnRZi2k5N8pg2uxVVD21y/3FAgu8ewSC9JQMmF3Ojf9rjn+ZMBOeilP66kwbCF"
    "ImM9O5cmDrr50Nf3oCuKmIoiplVQaJNniSoXMb2yyYTYkKafHyoy9OREj6X6srXoy487BR"
    "VnGqScgZIt0eQ1QXKKFtLBzo6Iqjk0yAjJc88oU2zcEwii4tVHmXLKbsDBhT/ZsB7QlOu0"
    "Gfrz3m7NreOLHDgazUyDww3w9pxp7KxdM1DUpeMDGvs1B8boyTYd1tkmoJ4RlfV/Haj9PO"
    "8Nn5nCaW+EXbyyOvucOmQmW7Y5s0rZBlOCtdDf920kFBF4FbNfLTKxFX0PFgJi/a+TbAYS"
    "u5UKkw8lBOBrAB580MtAHpURoK8Buq9VpTHPDemNSNQpG/LWInoF+7LW4q4Q2yJChp7Drw"
    "COlSXxjIjs96RVSTCFQ8EqUPdc7iS+ttPwl6zxWTLEpZLLeuUMRF7pXVf6jPkTZFJ/cX+D"
    "ZcRfxMuhIO0XlsnksR7Y8Em3IzQxXYOHmQThNR946meimDNCEUaOvw6C/NOEifqW8CC8hG"
    "bWl9nTPcuybmG+4SDBdPAQgparIC2na0aG6SM/A5DfXZwVMs4KgtLZM8NALfYEGct3GcMQ"
    "ygjQRdJmkbS5kqnIRcrm51rMO6hvcHjlK4ITQMnl3bga9K/611BjIhhhZJz3ex87g0toXE"
    "SL83IUl53ra78cxUyjwd2efboE4ZkPfX3dzVSiaOulxYpLisRYguU+iHd5Oyx3gtooimlC"
    "TMTPVcR2UBs0hfFgFahbjkaM5k7aENhosqaDXK8roU1sfzkBickdYQvQ1jOtWBLePKNLkV"
    "jPXbpnB3G2GcaZSAhuvl0mEvG70iKTD6rwIj5kc8UBkglsmWqPpCTMjfb5sPNVaiFPGmiE"
    "y6uuNPRohJkF77Q6MuAYz7pB7UtbmbKOFSERHGyz1ysvTDzXupQU25+VqXkoFSZ4aZ1SiY"
    "hCCeHFvdwcsoYX97OxyBXTTXa9oTwRHZwXypj6IiI1sIjs287HlUjFdLPOirn7d1xIlAdK"
    "bt5+1bdyoMaFBKjCQ1sYLOCX+krwOvOekBVGC2G0OIj3WRDClSaEi6RQA5c/jWyYO+1TgP"
    "DvgQNhTTDP5NQ3BKt+fHpKUd9vtY2DWUy7JLNjmGUw2klM82ntwBm/RLjBmFq65qXHcw1K"
    "HMTLhkYqTNiu4VWpoISElSs+IDyB/B/8iuYgg2fO83J/UPRSMx4xe1EMB52+Socb7Omey+"
    "thaCqZWaZDDGUuP5B5gcIYEIAQz38ZtEZ7es/D9UFB9leG7Bc1uLfpVSGiE0R0Qt1BF9EJ"
    "IjpBRCeI6ITihiWRF6tqFlWbHRjKfDQXAnWwo+77g8nBk8unDUrJrWWXqhj427ZMQZ5Ndq"
    "ikbL/OSi+rmzgH3aRgAtwJSB4evEuwu+jfnHUldDWQzjvXHX9XWVgh+EVoYg2ax7kOpHY3"
    "gfaE/Sx2+1K+MVEZsZdvfS/nlFG2AlPAWS8QrvC+3hgO2p1ey0uoMTI+97tssQ5bvBqF6a"
    "6VQP59AQ3nfa6C8z6p3yQZsxLaZIZohadiXY2ykPb+Zon2/iatvduEp2aRy1dmTEvWD/Lt"
    "F2hcUOi2W7aSWYaoIA6Fg83/Qz+LiA2k7DTHJMU0V3qahTvNlrfHxY+WucGkJLTZ0uITVK"
    "kqpfVZuMIPbBWoNShTeqjILqlTmoltYu/cAsalHeuquduuRDr7q7NxZdiNffVEUdg4qEEF"
    "qnxUg6zDRbBN1r6qEbpreO4N3MxQ9Ojlo0J+e7ZbLCa9cWtrjkMMdDfn7nG85iSU4YJqXD"
    "qBYldYNw2CXo75XzKxTGU6fnWE7lyHF7sdK7B96bLPEvEj1zjtqrej+/CyX+CsRYkzRhPt"
    "W8TNj6KX30ceJCOYAU2lbBJGDZ8IjbXpZOLI0cYfrxB2Ip6EbJe2nSNETc9rEDwG5yMDs9"
    "80syLuhZRNHGK/g36A8mGWaYcFg5WppqsvKPKavfzI0H7PVjtrZgMCvb87h8NFnLkHMHeV"
    "hEvfG+EiDSVhTPKNve3887dYwcHCZIqqHKOpwojy4BVv8BFYJ/gD3X6WBhLyHgJ1eujlC/"
    "YLXaK+OEIvmDyMA/9LHrHuYqjw9uKVt8sLt8cquD2ye97fZ7kkFLObRMSr7AHSGH4eSNdg"
    "MWEzOmXowFYxMq7PP0sXN12phagyJaqrk5Fx2e7dtLstxLZ01/Pjf36/kQNMROFtAiXfhc"
    "bvN9INJJjwpEfG4KbX6/Q+tZC/k4wM6Wu7e9Me8sZwT2FTeXN+LkkXIExdRSFE5fLSb9I5"
    "z2MRVHsaGR/bnS60TLCm85yZ7d651OVN3pdIr0piC2FOewZzmohF34FzCnwa1wI2LSjATY"
    "Lra8lpVPNdUSIiG3miVGx72LvLiUOsEos56C6WcDrRkIN1GfAplcEpLiVgTcKqmzQDzyW+"
    "gIGA8AEs4APo0w1yaZSTggLtAmg75gMxqGwRW6aE3TqDKFgCeaa0wL0A7h5cVAYirRTkSU"
    "GBdgG0Fdd+zCDg8zW5hYDwKN6+eochdU8pH++IiJiQrU+INWWnllLzEUpUYzrgtrWZDs/g"
    "UWY6Qglx7NwEd0yzvDyWxXoHEnVgAfcdtwZMsWsThqea8W3OJ2GTcnXAfufx3jam06w9Pp"
    "cFiEgIBiDFAHCTMDfKl1m5CbH6LdydmA4iDg4l1m9CSqzh7DXsuTWkYF0eLJAQFbk3qxws"
    "kOEHVHa+c4YQ817lefeM/WvMdkxQRAJVepK5m91asxyXFK9ylWd5ohkaU8bXmeaEqJjnKs"
    "+ziOsT4VFVCC3ZJE32mnESuemLygdJ8Nn5Go53kPvZxiESt6b9QC2skEZGgER48WhZeMRT"
    "rNsu6/UJz/WqeK7zf1OQ53NaQf8q+6lXic0SmTjy0a9XqZuUIlIkCJN/ejeMwKybehLXkS"
    "0NXO83hcjSvpD6Vt0gszuyaUWJSz5InSAqpZqWVLfaxNaUaZau5V9ZqmjhsE9ltKxcy0qm"
    "kpVhUPH3xc20q11+brZiUMnXpHKPNPnKVH4y1jroU82TkwL6FOuVn2Ubrv1IfA8yYgXyEf"
    "a71xDd3WirkPQ9izNZ4joZiuzfOezA3ZFKqIzb/5j9+D/3DvVM"
)
