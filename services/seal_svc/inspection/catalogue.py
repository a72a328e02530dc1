"""The stable finding codes, most important first, with the sentences people read.

Sentences are templates over `value`, `limit`, the words a check adds, and those for the kind of
imprint: `thing` and `act`. They are shown with full stops, statement and advice apart.
"""

from typing import Final

from contracts.sentences import Sentence

CATALOGUE: Final[dict[str, Sentence]] = {
    "file.unreadable": Sentence(
        zh="无法读取该文件（{sign_zh}）",
        en="The file cannot be read ({sign})",
        advice_zh="请重新扫描，直接上传扫描仪保存的 JPEG、PNG、TIFF、BMP 或单页 PDF",
        advice_en=(
            "scan again and upload the JPEG, PNG, TIFF, BMP or one-page PDF exactly as the scanner "
            "saved it"
        ),
    ),
    "file.too_large": Sentence(
        zh="文件过大（{value}，上限 {limit}）",
        en="The file is too large ({value}, at most {limit})",
        advice_zh="请用 600 dpi 重新扫描并保存为 JPEG",
        advice_en="scan at 600 dpi and save as JPEG",
    ),
    "file.colour_model": Sentence(
        zh="文件采用 {value} 颜色模式，扫描件应为 RGB 彩色或黑白",
        en="The file uses the {value} colour model; a scan is RGB or black and white",
        advice_zh="请在扫描仪上选择彩色后重新扫描",
        advice_en="choose colour on the scanner and scan again",
        rule="R9",
    ),
    "capture.screenshot": Sentence(
        zh="这是屏幕截图（{sign_zh}）",
        en="This is a screenshot ({sign})",
        advice_zh="请把盖好章的 A4 纸放在平板扫描仪上以 600 dpi 扫描",
        advice_en="lay the stamped A4 sheet on a flatbed scanner and scan it at 600 dpi",
        rule="R13",
    ),
    "capture.photo": Sentence(
        zh="图像像是用手机拍摄的（{sign_zh}）",
        en="The image looks photographed ({sign})",
        advice_zh="请不要拍照，用平板扫描仪以 600 dpi 扫描整张 A4 纸",
        advice_en="do not use a phone: scan the whole A4 sheet on a flatbed scanner at 600 dpi",
        rule="R13",
    ),
    "capture.photocopy": Sentence(
        zh="印章像是复印件（{sign_zh}）",
        en="The seal looks photocopied ({sign})",
        advice_zh="请扫描盖有真实印章的原件",
        advice_en="scan the sheet that carries the real stamp",
        rule="R13",
    ),
    "capture.edited": Sentence(
        zh="图像经过制图软件处理（{sign_zh}）",
        en="The image was changed with drawing software ({sign})",
        advice_zh="请上传扫描仪保存的原始文件，不要修改",
        advice_en="upload the scanner's own file, unchanged",
        rule="R14",
    ),
    "page.landscape": Sentence(
        zh="页面是横向的",
        en="The page is landscape",
        advice_zh="请将 A4 纸竖放扫描，或在扫描软件中选择纵向",
        advice_en="scan the A4 sheet upright",
        rule="R8",
    ),
    "page.not_a4": Sentence(
        zh="图像不是整张 A4 纸（{sign_zh}）",
        en="The image is not a whole A4 sheet ({sign})",
        advice_zh="请在扫描软件中选择 A4，扫描整张纸，不要裁剪",
        advice_en="choose A4 in the scan program and scan the whole sheet, uncropped",
        rule="R8",
    ),
    "colour.missing": Sentence(
        zh="印章须彩色扫描，此文件没有颜色",
        en="A seal is scanned in colour and this file holds none",
        advice_zh="请选择彩色后重新扫描",
        advice_en="choose colour and scan again",
        rule="R9",
    ),
    "colour.not_black_white": Sentence(
        zh="签字须黑白扫描，此文件是彩色的",
        en="A signature is scanned in black and white and this file is in colour",
        advice_zh="请用黑色笔签字并选择黑白后重新扫描",
        advice_en="sign in black, choose black and white and scan again",
        rule="R18",
    ),
    "page.resolution_low": Sentence(
        zh="按 A4 纸计算分辨率只有 {value} dpi，至少需要 600 dpi",
        en="Measured on the A4 sheet the scan has {value} dpi and needs at least 600",
        advice_zh="请把扫描仪设为 600 dpi 重新扫描",
        advice_en="set the scanner to 600 dpi and scan again",
        rule="R9",
    ),
    "page.resolution_faked": Sentence(
        zh="图像是插值放大的，实际细节约 {value} dpi",
        en="The pixels are interpolated: the detail is that of about {value} dpi",
        advice_zh="请用扫描仪的光学 600 dpi 重新扫描，不要放大旧图",
        advice_en="scan again at an optical 600 dpi instead of enlarging",
        rule="R9",
    ),
    "stamp.none": Sentence(
        zh="页面上没有找到{thing_zh}",
        en="No {thing} was found on the page",
        advice_zh="请在空白 A4 纸中央{act_zh}后重新扫描",
        advice_en="{act} in the middle of a blank A4 sheet and scan again",
        rule="R8",
    ),
    "stamp.several": Sentence(
        zh="页面上有 {value} 个印迹，只能有一个",
        en="There are {value} imprints on the page and only one is allowed",
        advice_zh="请换一张空白 A4 纸，在中央只{act_zh}一次",
        advice_en="take a blank A4 sheet: {act} once, in the middle",
        rule="R8",
    ),
    "image.clipped": Sentence(
        zh="印迹被切断（{sign_zh}），不完整",
        en="The imprint is cut off ({sign})",
        advice_zh="请把整张纸放在扫描区域内并清楚地{act_zh}后重新扫描",
        advice_en=(
            "{act} once more, completely, keep the whole sheet inside the scanned area and scan "
            "again"
        ),
        rule="R16",
    ),
    "size.too_large": Sentence(
        zh="尺寸 {value} mm，超过上限 {limit} mm（{shape_zh}）",
        en="The size is {value} mm, over the limit of {limit} mm ({shape})",
        advice_zh="请使用符合尺寸规定的{thing_zh}，并按 100% 比例扫描",
        advice_en="use a {thing} within the limit and scan at 100 % scale",
        rule="R10",
    ),
    "stamp.extra_marks": Sentence(
        zh="除{thing_zh}外页面上还有其他内容（{sign_zh}）",
        en="The sheet carries something besides the {thing} ({sign})",
        advice_zh="请用空白 A4 纸重新{act_zh}并扫描",
        advice_en="{act} on a blank A4 sheet and scan again",
        rule="R8",
    ),
    "stamp.shape_unknown": Sentence(
        zh="无法辨认印章形状，应为圆形、椭圆形或长方形，边框完整",
        en="The seal's outline is neither round, oval nor rectangular",
        advice_zh="请重新盖章后扫描",
        advice_en="stamp again so that the rim is complete and scan again",
        rule="R10",
    ),
    "stamp.off_centre": Sentence(
        zh="{thing_zh}偏离页面中心 {value} mm，允许 {limit} mm",
        en="The {thing} lies {value} mm from the centre of the page; {limit} mm is allowed",
        advice_zh="请在 A4 纸中央{act_zh}后重新扫描",
        advice_en="{act} in the middle of the A4 sheet and scan again",
        rule="R8",
    ),
    "image.faint": Sentence(
        zh="墨迹太淡（对比度 {value}，至少 {limit}）",
        en="The ink is too faint (contrast {value}, at least {limit})",
        advice_zh="请加足印泥重新{act_zh}后扫描",
        advice_en="{act} with enough ink and scan again",
        rule="R16",
    ),
    "image.blurred": Sentence(
        zh="印迹模糊（边缘宽 {value} mm，最多 {limit} mm）",
        en="The imprint is blurred (edges {value} mm wide, at most {limit} mm)",
        advice_zh="请把纸压平贴紧玻璃、擦净玻璃，关闭降噪和柔化后重新扫描",
        advice_en=("press the sheet flat onto clean glass, switch smoothing off and scan again"),
        rule="R16",
    ),
    "image.background": Sentence(
        zh="纸面发灰（亮度 {value}，应高于 {limit}）",
        en="The paper is grey (level {value}, should exceed {limit})",
        advice_zh="请用白纸并提高扫描亮度后重新扫描",
        advice_en="use white paper, scan brighter",
        rule="R8",
    ),
    "page.dpi_declared": Sentence(
        zh="文件标称 {value} dpi，按 A4 纸计算为 {limit} dpi；以计算值为准",
        en="The file claims {value} dpi, the A4 sheet says {limit} dpi and counts",
        advice_zh="请检查扫描软件设置",
        advice_en="check the scan program's settings",
        rule="R9",
    ),
    "image.dust": Sentence(
        zh="页面上有 {value} 个污点",
        en="The page shows {value} specks of dust",
        advice_zh="抠图时已去除；请擦净扫描仪玻璃后重新扫描效果更好",
        advice_en=(
            "they are left out of the cut-out; cleaning the glass and scanning again is better"
        ),
        rule="R16",
    ),
    "image.bleed": Sentence(
        zh="墨迹洇开（边缘参差 {value} µm）",
        en="The ink has run (its rim strays by {value} micrometres)",
        advice_zh="请少用印泥，在吸墨较少的纸上重新盖章后扫描",
        advice_en="use less ink on smoother paper, stamp and scan again",
        rule="R16",
    ),
    "image.noise": Sentence(
        zh="图像噪点较多（{value}）",
        en="The image is noisy ({value})",
        advice_zh="请关闭扫描仪的锐化功能后重新扫描",
        advice_en="switch the scanner's sharpening off and scan again",
        rule="R16",
    ),
}
"""What is wrong, and what to do about it."""

FINE: Final[dict[str, Sentence]] = {
    "capture.photo": Sentence(
        zh="光照均匀，符合平板扫描",
        en="Evenly lit, as on a flatbed scanner",
    ),
    "page.not_a4": Sentence(zh="整张 A4 纸", en="A whole A4 sheet"),
    "colour.missing": Sentence(zh="彩色扫描", en="Scanned in colour"),
    "colour.not_black_white": Sentence(zh="黑白扫描", en="Scanned in black and white"),
    "page.resolution_low": Sentence(zh="分辨率 {value} dpi", en="Resolution {value} dpi"),
    "page.resolution_faked": Sentence(
        zh="有效分辨率 {value} dpi，没有放大痕迹",
        en="Effective resolution {value} dpi, no trace of enlarging",
    ),
    "stamp.several": Sentence(zh="只有一个印迹", en="Exactly one imprint"),
    "size.too_large": Sentence(
        zh="尺寸 {value} mm，上限 {limit} mm（{shape_zh}）",
        en="Size {value} mm, at most {limit} mm ({shape})",
    ),
    "stamp.extra_marks": Sentence(zh="页面其余部分为空白", en="The rest of the sheet is blank"),
    "stamp.off_centre": Sentence(zh="偏离中心 {value} mm", en="{value} mm from the centre"),
    "image.faint": Sentence(zh="墨迹对比度 {value}", en="Ink contrast {value}"),
    "image.background": Sentence(zh="纸面明亮（{value}）", en="The paper is light ({value})"),
}
"""What is said of a check that was passed; the others then say nothing."""
