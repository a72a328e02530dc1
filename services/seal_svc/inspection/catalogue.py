"""The stable finding codes, most important first, with the sentences people read."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Entry:
    """Sentences are templates over `value`, `limit` and the words a check adds."""

    rule: str | None
    zh: str
    en: str
    ok_zh: str = ""
    ok_en: str = ""


CATALOGUE: Final[dict[str, Entry]] = {
    "file.unreadable": Entry(
        None,
        "无法读取该文件（{why_zh}）。请重新扫描，"
        "直接上传扫描仪保存的 JPEG、PNG、TIFF、BMP 或单页 PDF。",
        "The file cannot be read ({why}). Scan again and upload the JPEG, PNG, TIFF, BMP or "
        "one-page PDF exactly as the scanner saved it.",
    ),
    "file.too_large": Entry(
        None,
        "文件过大（{value}，上限 {limit}）。请用 600 dpi 重新扫描并保存为 JPEG。",
        "The file is too large ({value}, at most {limit}). Scan at 600 dpi and save as JPEG.",
    ),
    "file.colour_model": Entry(
        "R9",
        "文件采用 {value} 颜色模式，扫描件应为 RGB 彩色或黑白。请在扫描仪上选择彩色后重新扫描。",
        "The file uses the {value} colour model; a scan is RGB or black and white. Choose colour "
        "on the scanner and scan again.",
    ),
    "capture.screenshot": Entry(
        "R13",
        "这是屏幕截图（{sign_zh}）。请把盖好章的 A4 纸放在平板扫描仪上以 600 dpi 扫描。",
        "This is a screenshot ({sign}). Lay the stamped A4 sheet on a flatbed scanner and scan it "
        "at 600 dpi.",
    ),
    "capture.photo": Entry(
        "R13",
        "图像像是用手机拍摄的（{sign_zh}）。请不要拍照，用平板扫描仪以 600 dpi 扫描整张 A4 纸。",
        "The image looks photographed ({sign}). Do not use a phone: scan the whole A4 sheet on a "
        "flatbed scanner at 600 dpi.",
        "光照均匀，符合平板扫描。",
        "Evenly lit, as on a flatbed scanner.",
    ),
    "capture.edited": Entry(
        "R14",
        "图像经过制图软件处理（{sign_zh}）。请上传扫描仪保存的原始文件，不要修改。",
        "The image was changed with drawing software ({sign}). Upload the scanner's own file, "
        "unchanged.",
        "未发现编辑痕迹。",
        "No sign of editing.",
    ),
    "capture.photocopy": Entry(
        "R13",
        "印章像是复印件（{sign_zh}）。请扫描盖有真实印章的原件。",
        "The seal looks photocopied ({sign}). Scan the sheet that carries the real stamp.",
    ),
    "page.landscape": Entry(
        "R8",
        "页面是横向的。请将 A4 纸竖放扫描，或在扫描软件中选择纵向。",
        "The page is landscape. Scan the A4 sheet upright.",
        "页面为纵向。",
        "The page is upright.",
    ),
    "page.not_a4": Entry(
        "R8",
        "图像不是整张 A4 纸（{sign_zh}）。请在扫描软件中选择 A4，扫描整张纸，不要裁剪。",
        "The image is not a whole A4 sheet ({sign}). Choose A4 in the scan program and scan the "
        "whole sheet, uncropped.",
        "整张 A4 纸。",
        "A whole A4 sheet.",
    ),
    "colour.missing": Entry(
        "R9",
        "印章须彩色扫描，此文件没有颜色。请选择彩色后重新扫描。",
        "A seal is scanned in colour and this file holds none. Choose colour and scan again.",
        "彩色扫描。",
        "Scanned in colour.",
    ),
    "colour.not_black_white": Entry(
        "R18",
        "签字须黑白扫描，此文件是彩色的。请用黑色笔签字并选择黑白后重新扫描。",
        "A signature is scanned in black and white and this file is in colour. Sign in black, "
        "choose black and white and scan again.",
        "黑白扫描。",
        "Scanned in black and white.",
    ),
    "page.resolution_low": Entry(
        "R9",
        "按 A4 纸计算分辨率只有 {value} dpi，至少需要 600 dpi。请把扫描仪设为 600 dpi 重新扫描。",
        "Measured on the A4 sheet the scan has {value} dpi and needs at least 600. Set the scanner "
        "to 600 dpi and scan again.",
        "分辨率 {value} dpi。",
        "Resolution {value} dpi.",
    ),
    "page.resolution_faked": Entry(
        "R9",
        "图像是插值放大的，实际细节约 {value} dpi。"
        "请用扫描仪的光学 600 dpi 重新扫描，不要放大旧图。",
        "The pixels are interpolated: the detail is that of about {value} dpi. Scan again at an "
        "optical 600 dpi instead of enlarging.",
        "细节与 600 dpi 相符。",
        "Detail matches 600 dpi.",
    ),
    "stamp.none": Entry(
        "R8",
        "页面上没有找到{thing_zh}。请在空白 A4 纸中央{act_zh}后重新扫描。",
        "No {thing} was found on the page. {act} in the middle of a blank A4 sheet and scan again.",
    ),
    "stamp.several": Entry(
        "R8",
        "页面上有 {value} 个印迹，只能有一个。请换一张空白 A4 纸，在中央只{act_zh}一次。",
        "There are {value} imprints on the page and only one is allowed. Take a blank A4 sheet: "
        "{act} once, in the middle.",
        "只有一个印迹。",
        "Exactly one imprint.",
    ),
    "image.clipped": Entry(
        "R16",
        "印迹被切断（{sign_zh}），不完整。请把整张纸放在扫描区域内并清楚地{act_zh}后重新扫描。",
        "The imprint is cut off ({sign}). {act} once more, completely, keep the whole sheet inside "
        "the scanned area and scan again.",
        "印迹完整。",
        "The imprint is complete.",
    ),
    "size.too_large": Entry(
        "R10",
        "尺寸 {value} mm，超过上限 {limit} mm（{shape_zh}）。请使用符合尺寸规定的{thing_zh}，"
        "并按 100% 比例扫描。",
        "The size is {value} mm, over the limit of {limit} mm ({shape}). Use a {thing} within the "
        "limit and scan at 100 % scale.",
        "尺寸 {value} mm，上限 {limit} mm（{shape_zh}）。",
        "Size {value} mm, at most {limit} mm ({shape}).",
    ),
    "stamp.extra_marks": Entry(
        "R8",
        "除{thing_zh}外页面上还有其他内容（{sign_zh}）。请用空白 A4 纸重新{act_zh}并扫描。",
        "The sheet carries something besides the {thing} ({sign}). {act} on a blank A4 sheet and "
        "scan again.",
        "页面其余部分为空白。",
        "The rest of the sheet is blank.",
    ),
    "stamp.shape_unknown": Entry(
        "R10",
        "无法辨认印章形状，应为圆形、椭圆形或长方形，边框完整。请重新盖章后扫描。",
        "The seal's outline is neither round, oval nor rectangular. Stamp again so that the rim is "
        "complete and scan again.",
    ),
    "stamp.off_centre": Entry(
        "R8",
        "{thing_zh}偏离页面中心 {value} mm，允许 {limit} mm。请在 A4 纸中央{act_zh}后重新扫描。",
        "The {thing} lies {value} mm from the centre of the page; {limit} mm is allowed. {act} in "
        "the middle of the A4 sheet and scan again.",
        "偏离中心 {value} mm。",
        "{value} mm from the centre.",
    ),
    "image.faint": Entry(
        "R16",
        "墨迹太淡（对比度 {value}，至少 {limit}）。请加足印泥重新{act_zh}后扫描。",
        "The ink is too faint (contrast {value}, at least {limit}). {act} with enough ink and scan "
        "again.",
        "墨迹对比度 {value}。",
        "Ink contrast {value}.",
    ),
    "image.blurred": Entry(
        "R16",
        "印迹模糊（边缘宽 {value} mm，最多 {limit} mm）。请把纸压平贴紧玻璃，擦净玻璃后重新扫描。",
        "The imprint is blurred (edges {value} mm wide, at most {limit} mm). Press the sheet flat "
        "onto clean glass and scan again.",
        "边缘清晰（{value} mm）。",
        "Edges are sharp ({value} mm).",
    ),
    "image.background": Entry(
        "R8",
        "纸面发灰（亮度 {value}，应高于 {limit}）。请用白纸并提高扫描亮度后重新扫描。",
        "The paper is grey (level {value}, should exceed {limit}). Use white paper, scan brighter.",
        "纸面明亮（{value}）。",
        "The paper is light ({value}).",
    ),
    "page.dpi_declared": Entry(
        "R9",
        "文件标称 {value} dpi，按 A4 纸计算为 {limit} dpi；以计算值为准。请检查扫描软件设置。",
        "The file claims {value} dpi, the A4 sheet says {limit} dpi and counts. Check the scan "
        "program's settings.",
    ),
    "image.dust": Entry(
        "R16",
        "页面上有 {value} 个污点。抠图时已去除；请擦净扫描仪玻璃后重新扫描效果更好。",
        "The page shows {value} specks of dust. They are left out of the cut-out; cleaning the "
        "glass and scanning again is better.",
    ),
    "image.bleed": Entry(
        "R16",
        "墨迹洇开（边缘参差 {value} µm）。请少用印泥，在吸墨较少的纸上重新盖章后扫描。",
        "The ink has run (its rim strays by {value} micrometres). Use less ink on smoother paper, "
        "stamp and scan again.",
    ),
    "image.noise": Entry(
        "R16",
        "图像噪点较多（{value}）。请关闭扫描仪的锐化功能后重新扫描。",
        "The image is noisy ({value}). Switch the scanner's sharpening off and scan again.",
    ),
}
