"""``python -m eval endure | bench``: whether the index can be lost, and what it costs as it grows."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corpus.error import UserError
from corpus.location import bundled_documents
from eval.beir import CORPUS
from eval.environment import open_encoder
from index.progress import Bars

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction


def add_commands(commands: "_SubParsersAction[ArgumentParser]", data: Path) -> None:
    """Add both commands to the evaluation's own."""
    endure = commands.add_parser("endure", help="đo xem chỉ mục có thể mất không: bị dừng, bị hỏng, đĩa đầy")
    endure.description = "Dừng ngang, làm hỏng và cản trở việc lập chỉ mục trong một thư mục tạm, rồi xem còn lại gì."
    for name, default, about in (
        ("kills", 300, "số lượt lập bị SIGKILL"),
        ("real", 4, "trong đó bằng lệnh thật và mô hình thật"),
        ("damages", 60, "số bản bị làm hỏng"),
        ("seed", 0, "của mọi lựa chọn ngẫu nhiên"),
    ):
        endure.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"{about} (mặc định {default})")
    endure.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    endure.set_defaults(run=_endure)
    bench = commands.add_parser("bench", help="đo tốc độ thành tỉ số, và chi phí khi kho lớn dần")
    place = data / "bench"
    bench.add_argument("folders", type=Path, nargs="*", metavar="DIR", help="các bộ BEIR lấy câu chữ để ghép kho")
    bench.add_argument("--data", type=Path, default=place, metavar="DIR", help=f"nơi lập chỉ mục ({place})")
    bench.add_argument("--sizes", type=_sizes, default=(100, 1_000, 10_000, 100_000), metavar="N,N…", help="số đoạn")
    bench.add_argument("--real-up-to", type=int, default=1_000, metavar="N", help="mã hoá thật tới cỡ này")
    bench.add_argument("--output", type=Path, metavar="DIR", help="ghi thêm bench.json, bench.md và hình vào đây")
    bench.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    bench.set_defaults(run=_bench)


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
            model=open_encoder(environ).folder.resolve(),
            on_progress=bars.show,
        )
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_endurance(report))
    return 0


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
    model = open_encoder(environ).folder
    plan = Plan(arguments.sizes, arguments.real_up_to, sources, model, arguments.data)
    with Bars() as bars:
        report = run_bench(plan, child, on_progress=bars.show)
    if arguments.output is not None:
        draw(report, arguments.output)
        (arguments.output / "bench.md").write_text(markdown(report), encoding="utf-8")
        (arguments.output / "bench.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_bench(report))
    return 0
