"""Why a document is not rendered: a sentence for each code, and the error that carries it."""

from typing import Final

from contracts.sentences import Sentence

REFUSALS: Final[dict[str, Sentence]] = {
    "character.missing": Sentence(
        zh="栏目 {box}，{field}：内置字体中没有字符 {point}",
        en="box {box}, {field}: no embedded font prints {point}",
    ),
    "field.contradiction": Sentence(zh="{field} 与证书不一致", en="{field} differs"),
    "field.lines": Sentence(
        zh="栏目 {box}，{field}：最多打印 {lines} 行",
        en="box {box}, {field}: at most {lines} lines are printed",
    ),
    "field.missing": Sentence(
        zh="栏目 {box}，{field}：必填栏目为空",
        en="box {box}, {field}: a box that must be filled would be empty",
    ),
    "field.not_a_date": Sentence(
        zh="栏目 {box}，{field}：{text} 不是日期", en="box {box}, {field}: {text} is no date"
    ),
    "field.not_a_flag": Sentence(
        zh="栏目 {box}，{field}：标志只能是 0 或 1", en="box {box}, {field}: a flag is 0 or 1"
    ),
    "field.unknown": Sentence(zh="{form} 没有 {field} 的栏目", en="{form} has no box for {field}"),
    "form.not_in_force": Sentence(
        zh="{form} 在 {day} 尚未启用", en="{form} was not in use on {day}"
    ),
    "image.missing": Sentence(zh="缺少 {field}", en="{field} is missing"),
    "image.not_on_form": Sentence(zh="{form} 不需要 {field}", en="{form} takes no {field}"),
    "image.too_large": Sentence(
        zh="栏目 {box}，{field}：{width} × {height} 毫米的图像"
        "放不进 {room_width} × {room_height} 毫米",
        en="box {box}, {field}: {width} by {height} mm do not fit "
        "into {room_width} by {room_height} mm",
    ),
    "image.unreadable": Sentence(
        zh="{field}：不是可以读取的 PNG 图像，或像素过多", en="{field}: {reason}"
    ),
    "items.too_many": Sentence(
        zh="{form} 最多 {limit} 项商品", en="{form} takes at most {limit} items"
    ),
    "number.wrong": Sentence(
        zh="{number} 不是 {form} 的证书编号", en="{number} is no number of {form}"
    ),
    "parts.wrong": Sentence(
        zh="正本和副本至少打印一种，且各打印一次",
        en="each part is printed once, and at least one is",
    ),
    "qr.too_long": Sentence(
        zh="二维码内容过长（{length} 个字符）",
        en="{length} characters make too fine a QR code",
    ),
    "sheets.too_many": Sentence(zh="超过 {limit} 张", en="more than {limit} sheets"),
    "text.too_long": Sentence(
        zh="栏目 {box}，{field}：文字放不下，该栏目不能续页",
        en="box {box}, {field}: the text does not fit and the box cannot flow",
    ),
}

COLUMN_EMPTY: Final = Sentence(
    zh="栏目 {box}，{field}：该列为空", en="box {box}, {field}: a column would be empty"
)
NOTE_UNPRINTABLE: Final = Sentence(zh="{text} 无法打印", en="{text} cannot be printed")
NOTE_TOO_LONG: Final = Sentence(zh="{text} 一行放不下", en="{text} does not fit on one line")


class RenderError(Exception):
    """Nothing was rendered: `code` is stable, `sentence` says why, the rest where it is.

    `details` fill the sentence, which is the code's own where none is given.
    """

    def __init__(
        self,
        code: str,
        sentence: Sentence | None = None,
        *,
        box: str | None = None,
        field: str | None = None,
        character: str | None = None,
        **details: object,
    ) -> None:
        said = sentence or REFUSALS[code]
        self.sentence = said.filled({"box": box, "field": field, **details})
        super().__init__(self.message)
        self.code = code
        self.box = box
        self.field = field
        self.character = character

    @property
    def message(self) -> str:
        """The English sentence, which is what `str` gives."""
        return self.sentence.whole_en
