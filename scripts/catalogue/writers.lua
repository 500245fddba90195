-- Words of charts and of single output formats.
return {
  the_table = { "Table", "数据表" },
  save_svg = { "Save as SVG", "保存为 SVG" },
  details = { "details", "详情" },
  no_vega = {
    "Charts are drawn where Vega is installed (Debian's package libjs-vega; scripts/setup.sh brings it) when a report "
      .. "is written; here is the table.",
    "生成报告时装有 Vega（Debian 软件包 libjs-vega，scripts/setup.sh 会安装）才会绘图；此处为数据表。" },
}
