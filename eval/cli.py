"""The command line of the evaluation: search, answers, the checker, the index, the weights and the times.

``eval.run_cli`` adds what asks the eval set. What it prints is Vietnamese, progress goes to stderr.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.answerer import Assistant
from corpus.error import UserError
from corpus.location import bundled_documents
from corpus.reader import Reading, read_corpus
from eval.adapter_cli import add_command as add_train
from eval.beir import CORPUS, QUERIES, read_benchmark, unindexed
from eval.latency import read_latencies
from eval.latency import summarize as summarize_latencies
from eval.report_cli import add_command as add_report
from eval.retrieval import bench
from eval.run_cli import add_commands as add_run_commands
from eval.system import QueryMemory, System, our_systems
from eval.table import describe
from eval.variant import VARIANTS, typo
from index.build import build_index
from index.cross_encoder import CrossEncoder
from index.encoder import Encoder
from index.glossary import read_glossary
from index.progress import Bars
from index.search import Index

STOCK_VECTORS = "llamaindex.npz"


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command; give the exit status."""
    arguments = _parser(environ).parse_args(argv)
    try:
        return int(arguments.run(arguments, environ))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Đo chất lượng của trợ lý.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_retrieval(commands.add_parser("retrieval", help="đo tìm kiếm trên một bộ dữ liệu dạng BEIR"), environ)
    answers = commands.add_parser("answers", help="đo câu trả lời trên một bộ BEIR có đáp án (metadata.answers)")
    answers.add_argument("folder", type=Path, metavar="DIR", help="có corpus.jsonl, queries.jsonl")
    answers.add_argument("--data", type=Path, metavar="DIR", help="nơi lập chỉ mục")
    answers.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    _add_reader(answers)
    answers.set_defaults(run=_answers)
    fit = commands.add_parser("fit", help="khớp lại các trọng số của assistant/weight.py trên một bộ BEIR có đáp án")
    fit.add_argument("folder", type=Path, metavar="DIR", help="có corpus.jsonl, queries.jsonl")
    fit.add_argument("--data", type=Path, metavar="DIR", help="nơi lập chỉ mục")
    _add_reader(fit)
    fit.set_defaults(run=_fit)
    _add_mutations(commands.add_parser("mutations", help="thử bộ kiểm chứng bằng lỗi cố ý và sửa đổi vô hại"))
    vihallu = commands.add_parser("vihallu", help="thử bộ kiểm chứng trên câu trả lời thật của mô hình (ViHallu)")
    vihallu.add_argument("rows", type=Path, metavar="FILE.jsonl", help="có id, context, response, label")
    vihallu.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    vihallu.set_defaults(run=_vihallu)
    latency = commands.add_parser(
        "latency", help="thời gian trả lời, đọc từ các bản ghi của assistant ask --batch --json"
    )
    latency.add_argument("records", type=Path, metavar="FILE.jsonl")
    latency.set_defaults(run=_latency)
    _add_model(commands.add_parser("model", help="hỏi qua mô hình ngôn ngữ, đếm ý không có căn cứ"), environ)
    _add_endure(commands.add_parser("endure", help="đo xem chỉ mục có thể mất không: bị dừng, bị hỏng, đĩa đầy"))
    _add_bench(commands.add_parser("bench", help="đo tốc độ thành tỉ số, và chi phí khi kho lớn dần"), environ)
    add_train(commands, _data(environ))
    add_run_commands(commands, _data(environ))
    add_report(commands, _data(environ))
    return parser


def _add_reader(command: argparse.ArgumentParser) -> None:
    told = "cho mô hình đọc lại từng câu ứng viên cùng câu hỏi (đang thử, trợ lý chưa dùng)"
    command.add_argument("--reader", action="store_true", help=told)


def _answers(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from eval.answers import describe as describe_answers
    from eval.answers import read_gold, run_answers, summarize

    folder = arguments.folder.resolve()
    questions = read_gold(folder / QUERIES)
    with Bars() as bars:
        assistant = _assistant(folder, arguments.data, environ, bars, is_read=arguments.reader)
        report = summarize(folder.name, run_answers(questions, assistant.ask, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_answers(report))
    return 0


def _fit(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from eval.answers import read_gold
    from eval.fit import fit, gather

    folder = arguments.folder.resolve()
    questions = read_gold(folder / QUERIES)
    with Bars() as bars:
        items = gather(
            questions, _assistant(folder, arguments.data, environ, bars, is_read=arguments.reader).evidence, bars.show
        )
    print(json.dumps(fit(items), ensure_ascii=False, indent=2))
    return 0


def _assistant(
    folder: Path, data: Path | None, environ: Mapping[str, str], bars: Bars, *, is_read: bool = False
) -> Assistant:
    """The assistant over a folder's documents, indexed and asked with one and the same model.

    Where ``is_read``, the cross-encoder reads the best candidates again, which the assistant as shipped does not.
    """
    data = data or _data(environ) / "eval" / folder.name
    encoder = _encoder(environ)
    build_index(data, read_corpus(folder / CORPUS), encoder, on_progress=bars.show)
    index = Index.open(data, chroma=False, encoder=encoder)
    return Assistant(index, read_glossary(), reader=CrossEncoder.open(_data(environ), encoder) if is_read else None)


def _encoder(environ: Mapping[str, str]) -> Encoder:
    """One model for all test sets: it lies where the assistant has it, not once more under each set's index."""
    model = environ.get("ASSISTANT_MODEL")
    return QueryMemory.open(_data(environ), Path(model) if model else None)


def _add_mutations(command: argparse.ArgumentParser) -> None:
    from eval.mutation import LIMIT

    command.add_argument(
        "folder", type=Path, nargs="?", default=bundled_documents(), metavar="DIR", help="mặc định: bộ đi kèm"
    )
    command.add_argument("--limit", type=int, default=LIMIT, metavar="N", help=f"số câu nhiều nhất (mặc định {LIMIT})")
    command.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON, kèm chỗ sai")
    command.set_defaults(run=_mutations)


def _mutations(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from eval.mutation import Family, Operator, cases_of, run, summarize
    from eval.mutation import describe as describe_mutations
    from eval.mutation_harmless import HARMLESS
    from eval.mutation_heldout import HELDOUT
    from eval.mutation_planned import PLANNED

    families: dict[Family, Mapping[str, Operator]] = {"planned": PLANNED, "heldout": HELDOUT, "harmless": HARMLESS}
    cases = cases_of(read_corpus(arguments.folder).documents, limit=arguments.limit)
    if not cases:
        raise UserError(f"“{arguments.folder}” không có câu nào để thử.")
    with Bars() as bars:
        report = summarize(arguments.folder.resolve().name, len(cases), run(cases, families, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_mutations(report))
    return 0


def _vihallu(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from eval.vihallu import describe as describe_responses
    from eval.vihallu import read_responses, run, summarize

    rows = read_responses(arguments.rows)
    with Bars() as bars:
        report = summarize(run(rows, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_responses(report))
    return 0


def _latency(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    rows = read_latencies(arguments.records)
    print(f"{len(rows)} câu hỏi, mili giây:")
    for stage, figures in summarize_latencies(rows).items():
        print(f"  {stage:<9} p50 {figures['p50']:8.1f}   p95 {figures['p95']:8.1f}")
    return 0


def _add_model(command: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    command.description = "Mô hình theo ASSISTANT_LLM_URL, _MODEL, _KEY, _DEADLINE; không có thì bỏ qua và nói rõ."
    command.add_argument("questions", type=Path, metavar="FILE.jsonl", help="mỗi dòng có id và question")
    command.add_argument("--limit", type=int, metavar="N", help="chỉ hỏi N câu đầu")
    command.add_argument("--data", type=Path, default=_data(environ), metavar="DIR", help="chỉ mục đã lập")
    told = "ghi từng câu ngay khi xong, chạy lại thì hỏi tiếp (mặc định <data>/eval/model.jsonl)"
    command.add_argument("--output", type=Path, metavar="FILE.jsonl", help=told)
    command.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    command.set_defaults(run=_model)


def _model(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from assistant.cli import read_speaker
    from assistant.opening import open_assistant
    from eval.model import NO_MODEL, ask_all, read_questions, summarize
    from eval.model import describe as describe_model

    speaker = read_speaker(environ)
    if speaker is None:
        print(NO_MODEL)
        return 0
    questions = read_questions(arguments.questions)[: arguments.limit]
    assistant = open_assistant(arguments.data)
    output = arguments.output or arguments.data / "eval" / "model.jsonl"
    with Bars() as bars:
        report = summarize(ask_all(questions, assistant, speaker, output, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_model(report))
    return 0


def _add_endure(command: argparse.ArgumentParser) -> None:
    command.description = "Dừng ngang, làm hỏng và cản trở việc lập chỉ mục trong một thư mục tạm, rồi xem còn lại gì."
    for name, default, about in (
        ("kills", 300, "số lượt lập bị SIGKILL"),
        ("real", 4, "trong đó bằng lệnh thật và mô hình thật"),
        ("damages", 60, "số bản bị làm hỏng"),
        ("seed", 0, "của mọi lựa chọn ngẫu nhiên"),
    ):
        command.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"{about} (mặc định {default})")
    command.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    command.set_defaults(run=_endure)


def _endure(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from eval.endurance import describe as describe_endurance
    from eval.endurance import endure

    n = vars(arguments)
    with TemporaryDirectory(prefix="endure-") as folder, Bars() as bars:
        # Another user must be able to read below it: only then is a failure to write what stops that user.
        Path(folder).chmod(0o755)
        report = endure(
            Path(folder).resolve(),
            **{name: n[name] for name in ("kills", "damages", "real", "seed")},
            model=_encoder(environ).folder.resolve(),
            on_progress=bars.show,
        )
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_endurance(report))
    return 0


def _add_bench(command: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    default = _data(environ) / "bench"
    command.add_argument("folders", type=Path, nargs="*", metavar="DIR", help="các bộ BEIR lấy câu chữ để ghép kho")
    command.add_argument("--data", type=Path, default=default, metavar="DIR", help=f"nơi lập chỉ mục ({default})")
    command.add_argument("--sizes", type=_sizes, default=(100, 1_000, 10_000, 100_000), metavar="N,N…", help="số đoạn")
    command.add_argument("--real-up-to", type=int, default=1_000, metavar="N", help="mã hoá thật tới cỡ này")
    command.add_argument("--output", type=Path, metavar="DIR", help="ghi thêm bench.json, bench.md và hình vào đây")
    command.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    command.set_defaults(run=_bench)


def _sizes(written: str) -> tuple[int, ...]:
    sizes = tuple(sorted({int(part) for part in written.split(",")}))
    if sizes[0] < 1:
        raise ValueError(written)
    return sizes


def _bench(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from eval.bench import Plan, child, run_bench
    from eval.bench_report import describe as describe_bench
    from eval.bench_report import draw, markdown

    sources = tuple(folder / CORPUS for folder in arguments.folders) or (bundled_documents(),)
    if missing := [str(path) for path in sources if not path.exists()]:
        raise UserError(f"Không tìm thấy {', '.join(missing)}.")
    model = _encoder(environ).folder
    plan = Plan(arguments.sizes, arguments.real_up_to, sources, model, arguments.data)
    with Bars() as bars:
        report = run_bench(plan, child, on_progress=bars.show)
    if arguments.output is not None:
        draw(report, arguments.output)
        (arguments.output / "bench.md").write_text(markdown(report), encoding="utf-8")
        (arguments.output / "bench.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_bench(report))
    return 0


def _add_retrieval(command: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    default = _data(environ) / "eval" / "<tên bộ>"
    command.description = "So tìm kiếm của trợ lý với từng nửa của nó và với LlamaIndex để mặc định."
    command.add_argument("folder", type=Path, metavar="DIR", help="có corpus.jsonl, queries.jsonl, qrels/test.tsv")
    command.add_argument("--data", type=Path, metavar="DIR", help=f"nơi lập chỉ mục (mặc định {default})")
    command.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    command.add_argument("--variant", choices=VARIANTS, help="viết lại câu hỏi, và đo phần mất so với câu gốc")
    command.add_argument("--seed", type=int, default=0, metavar="N", help="của lỗi gõ (mặc định 0)")
    command.add_argument("--ours", action="store_true", help="không đo LlamaIndex: nhanh hơn nhiều")
    command.set_defaults(run=_retrieval)


def _retrieval(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    folder = arguments.folder.resolve()  # one corpus, one path: the build compares places too
    benchmark = read_benchmark(folder)
    reading = read_corpus(folder / CORPUS)
    for problem in (*reading.problems, *unindexed(benchmark, reading.documents)):
        print(f"Lỗi: {problem}", file=sys.stderr)
    rewrite = _rewriting(arguments.variant, arguments.seed)
    data = arguments.data or _data(environ) / "eval" / benchmark.name
    with Bars() as bars:
        started = time.monotonic()
        systems = _systems(reading, data, environ, bars, only_ours=arguments.ours)
        prepared = round(time.monotonic() - started, 3)
        report = bench(benchmark, systems, rewrite=rewrite, on_progress=bars.show)
    report |= {"variant": arguments.variant, "seed": arguments.seed}
    report["seconds"] = {"prepare": prepared, **report["seconds"]}
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe(report))
    return 0


def _systems(
    reading: Reading, data: Path, environ: Mapping[str, str], bars: Bars, *, only_ours: bool
) -> dict[str, System]:
    """Index the documents as every system wants them; what has not changed since the last run is not encoded again."""
    encoder = _encoder(environ)
    build_index(data, reading, encoder, on_progress=bars.show)
    index = Index.open(data, chroma=False, encoder=encoder)  # exact: a figure must not hang on a graph's luck
    if only_ours:
        return dict(our_systems(index))
    from eval.stock import stock_systems  # LlamaIndex takes seconds to import

    stock = stock_systems(reading.documents, encoder, data / STOCK_VECTORS, on_progress=bars.show)
    return {**our_systems(index), **stock}


def _rewriting(variant: str | None, seed: int) -> Callable[[str], str] | None:
    if variant is None:
        return None
    return partial(typo, seed=seed) if variant == "typo" else VARIANTS[variant]


def _data(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("ASSISTANT_DATA") or "data")
