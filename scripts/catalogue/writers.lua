-- Words of charts, of single output formats and of the published figures.
return {
  the_table = { "Table", "数据表" },
  save_svg = { "Save as SVG", "保存为 SVG" },
  tex_unknown = { "Characters that LaTeX's fonts lack are shown by their numbers, as in U+2113.",
    "LaTeX 字体中没有的字符以编号表示，如 U+2113。" },
  not_drawn = { "This chart could not be drawn, so its table stands alone: %s", "此图无法绘制，只列出数据表：%s" },
  drawn_with = { "Vega says of this chart: %s", "Vega 对此图的提示：%s" },
  published = { "published", "已发表" },
  published_source = { "Published figures: %s.", "已发表数据：%s。" },
  published_paper_only = {
    "Published figures stand only beside the convention `paper`: viva report --name published --convention paper.",
    "已发表数据只与口径 paper 对照：viva report --name published --convention paper。" },
  published_items = {
    "The paper speaks of %d items, the released file has %d. Its MTG figures come from physicians, the others from its "
      .. "judge model, in three rounds.",
    "论文称共 %d 题，公布的文件有 %d 题。其 MTG 由医师评定，其余由其评判模型评定三轮。" },
  published_subcategories = {
    "The paper's %d subcategories of %s cannot be formed from the %d of the released data, so that no run stands "
      .. "beside them.",
    "论文的 %d 个 %s 子类别无法由公布数据的 %d 个子类别组成，因此没有运行结果与之对照。" },
  published_agreement = { "Agreement", "一致率" },
  published_both = { "Usable to both", "双方均可用" },
  published_human = { "Only to physicians", "仅医师认为可用" },
  published_judge = { "Only to the judge", "仅评判模型认为可用" },
  published_neither = { "To neither", "双方均不可用" },
  published_kappa = { "Kappa, worked out", "Kappa（由此算出）" },
  published_op = { "OP as printed", "论文所列 OP" },
  published_mean = { "Mean of the categories", "各类别均值" },
  published_difference = { "Difference", "差值" },
  published_deviates = {
    "For %d of %d models OP is the plain mean of the five categories; it is not for %s.",
    "%d / %d 个模型的 OP 即五个类别的简单平均；以下不是：%s。" },
  published_order = {
    "Categories by the mean of all published models: %s.", "按全部已发表模型的均值，各类别依次为：%s。" },
  details = { "details", "详情" },
  no_vega = {
    "Charts are drawn where Vega is installed (Debian's package libjs-vega; scripts/setup.sh brings it) when a report "
      .. "is written; here is the table.",
    "生成报告时装有 Vega（Debian 软件包 libjs-vega，scripts/setup.sh 会安装）才会绘图；此处为数据表。" },
}
