"""The command that trains the cross-encoder's adapter anew: ``python -m eval train``."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.error import UserError


def add_command(commands: Any, data: Path) -> None:
    """Add it to the parser of ``python -m eval``."""
    command = commands.add_parser("train", help="huấn luyện phần thêm của mô hình đọc câu hỏi cùng câu văn")
    command.add_argument("shared", type=Path, metavar="DIR", help="thư mục có bench/")
    command.add_argument("--output", type=Path, required=True, metavar="FILE.safetensors", help="nơi ghi")
    command.add_argument("--steps", type=int, default=1200, metavar="N", help="số bước (mặc định 1200)")
    command.add_argument("--batch", type=int, default=8, metavar="N", help="số câu hỏi mỗi bước (mặc định 8)")
    command.add_argument("--rank", type=int, default=16, metavar="N", help="bề rộng của ma trận mỏng (mặc định 16)")
    command.add_argument("--start", type=Path, metavar="FILE.safetensors", help="huấn luyện tiếp từ tệp này")
    command.add_argument("--newest", type=int, default=0, metavar="N", help="học nhiều hơn ở N câu hỏi cuối")
    command.add_argument("--oftener", type=int, default=4, metavar="N", help="bao nhiêu lần thường hơn (mặc định 4)")
    command.add_argument(
        "--denied", type=int, default=1, metavar="N", help="câu hỏi có tiền đề sai, điều cần xác nhận: thường hơn N lần"
    )
    command.add_argument(
        "--twins",
        type=int,
        default=0,
        metavar="N",
        help="mỗi bước N cặp chỉ khác một chi tiết, thay cho 2N câu",
    )
    command.add_argument("--seed", type=int, default=0, metavar="N", help="thứ tự câu hỏi (mặc định 0)")
    command.add_argument("--keep", type=float, default=0.0, metavar="P", help="giữ lại phần này của --start (0 đến 1)")
    command.add_argument("--data", type=Path, default=data, metavar="DIR", help="nơi có mô hình đã bung")
    command.set_defaults(run=_train)


def _train(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from eval.adapter_data import read_training
    from eval.adapter_training import train
    from index.encoder import Encoder

    if arguments.batch < max(1, 2 * arguments.twins) or arguments.twins < 0:
        raise UserError("Mỗi bước cần ít nhất một câu hỏi, và mỗi cặp của --twins thay cho hai câu của --batch.")
    encoder = Encoder.open(arguments.data)
    training = read_training(arguments.shared, encoder.count_tokens)
    found = train(
        training,
        encoder.folder,
        encoder.placed_tokens,
        arguments.output,
        steps=arguments.steps,
        rank=arguments.rank,
        start=arguments.start,
        newest=arguments.newest,
        oftener=arguments.oftener,
        denied=arguments.denied,
        twins=arguments.twins,
        batch_size=arguments.batch,
        keep=arguments.keep,
        seed=arguments.seed,
        tell=_tell,
    )
    print(
        f"{len(training.questions)} câu hỏi; trên phần không học: tìm đúng câu {found.found:.3f}, "
        f"đủ các câu {found.complete:.3f}, bác đúng tiền đề sai {found.denied:.3f}, bác nhầm {found.denied_wrongly:.3f}"
    )
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
