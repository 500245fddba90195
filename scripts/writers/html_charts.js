"use strict";
(() => {
  // Draws the charts of a report with Vega: as wide as the page, light or dark as it is, anew for paper. Vega's expressions
  // are interpreted, so the page's policy needs no eval. A chart can be saved as SVG, always light, with its title in it.

  const { charts, words, lead, title } = JSON.parse(document.getElementById("data").textContent);
  const PAPER = 680; // width on A4 between the margins
  const LIGHT = { ink: "#1c2430", soft: "#5b6675", line: "#e3e8ee", accent: "#1f6f8b", ramp: ["#eef4f7", "#8fbccd", "#12506a"],
    category: ["#1f6f8b", "#d9822b", "#6a5acd", "#3f8f5f", "#c0465a", "#8a7a3c", "#4f86c6", "#a15f9e", "#5f6b7a", "#b58a00"] };
  const DARK = { ink: "#e4e8ee", soft: "#a3adbb", line: "#2f3843", accent: "#6cb9d4", ramp: ["#1d2933", "#3c7d97", "#a6def2"],
    category: ["#6cb9d4", "#f0a860", "#a79cf0", "#7fd0a0", "#f0908f", "#cfc07a", "#8fc1ee", "#d79ed4", "#a9b4c2", "#e4c75c"] };

  const font = getComputedStyle(document.body).fontFamily;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const theme = (colors, background) => ({
    background,
    axis: { labelColor: colors.soft, titleColor: colors.soft, tickColor: colors.line, domainColor: colors.line,
      gridColor: colors.line, labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600 },
    axisY: { labelColor: colors.ink },
    legend: { labelColor: colors.ink, titleColor: colors.soft, labelFont: font, titleFont: font, labelFontSize: 12,
      symbolSize: 110, columnPadding: 14, offset: 10 },
    title: { color: colors.ink, subtitleColor: colors.soft, font, subtitleFont: font, fontSize: 15, subtitleFontSize: 12,
      anchor: "start", offset: 14, subtitlePadding: 5 },
    rect: { fill: colors.accent }, symbol: { fill: colors.accent, stroke: null }, rule: { stroke: colors.ink },
    line: { stroke: colors.accent }, text: { fill: colors.ink, font },
    range: { category: colors.category, ramp: colors.ramp, heatmap: colors.ramp, ordinal: colors.ramp, diverging: colors.ramp },
  });

  const follows = (spec) => spec.autosize && spec.autosize.type === "fit-x";

  const viewOf = (spec, colors, background, options) => new vega.View(vega.parse(spec, theme(colors, background), { ast: true }),
    { expr: vega.expressionInterpreter, ...options });

  const line = (className, pattern, text) => Object.assign(document.createElement("p"), { className,
    textContent: pattern.replace("%s", () => text) });

  // A specification of one's own may be wrong: the page says so, and shows the table.
  const fail = (chart, error) => {
    if (chart.view) chart.view.finalize();
    chart.view = null;
    chart.failed = true;
    chart.plot.replaceChildren(line("problem", words.not_drawn, error.message || error));
    chart.button.remove();
    chart.details.open = true;
  };

  const warn = (chart, text) => {
    if (chart.told.has(text)) return;
    chart.told.add(text);
    chart.details.before(line("note", words.drawn_with, text));
    chart.details.open = true;
  };

  // What Vega would tell the console, much of it after its call has ended.
  const listener = (chart) => ({ level() { return this; }, info() { return this; }, debug() { return this; },
    error(...parts) { fail(chart, parts[0]); return this; }, warn(...parts) { warn(chart, parts.join(" ")); return this; } });

  const draw = (chart, paper) => {
    if (chart.failed) return;
    try {
      paint(chart, paper);
    } catch (error) {
      fail(chart, error);
    }
  };

  const paint = (chart, paper) => {
    if (chart.view) chart.view.finalize();
    const width = paper ? PAPER : Math.floor(chart.plot.clientWidth);
    chart.width = width;
    chart.view = viewOf(chart.spec, dark.matches && !paper ? DARK : LIGHT, null, { renderer: "svg", container: chart.plot,
      hover: false, logger: listener(chart) });
    if (follows(chart.spec)) chart.view.signal("page", width).width(width);
    chart.view.run();
  };

  const resize = (chart) => {
    const width = Math.floor(chart.plot.clientWidth);
    if (!chart.view || width === 0 || width === chart.width) return;
    chart.width = width;
    if (follows(chart.spec)) chart.view.signal("page", width).width(width).run();
  };

  // What is saved stands alone: it says what it shows, and whether that is simulated.
  const titled = (chart) => ({ title: { text: chart.name || title, subtitle: [lead, chart.name ? title : ""].filter((s) => s).join(" · ") },
    ...chart.spec });

  const save = async (chart) => {
    const view = viewOf(titled(chart), LIGHT, "#ffffff", { renderer: "none" });
    const svg = await view.toSVG();
    view.finalize();
    const link = Object.assign(document.createElement("a"), { download: (chart.name || "chart") + ".svg",
      href: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const place = (figure) => {
    const caption = figure.querySelector("figcaption .name");
    const chart = { spec: charts[Number(figure.dataset.chart)], plot: figure.querySelector(".plot"),
      details: figure.querySelector("details"), name: caption ? caption.textContent : "", told: new Set(),
      button: Object.assign(document.createElement("button"), { type: "button", className: "button",
        textContent: words.save_svg }) };
    chart.button.addEventListener("click", () => save(chart));
    figure.querySelector("figcaption").append(chart.button);
    return chart;
  };

  const placed = new Map([...document.querySelectorAll("figure.chart")].map((figure) => [figure, place(figure)]));
  const drawn = () => [...placed.values()].filter((chart) => chart.view);

  // A chart is drawn when it comes near; one in a hidden part of the page waits until that is shown.
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const chart = placed.get(entry.target);
      if (entry.isIntersecting && !chart.width) draw(chart);
    }
  }, { rootMargin: "400px" });
  const sizes = new ResizeObserver((entries) => {
    for (const entry of entries) resize(placed.get(entry.target.closest("figure")));
  });
  for (const [figure, chart] of placed) {
    near.observe(figure);
    sizes.observe(chart.plot);
  }
  dark.addEventListener("change", () => drawn().forEach((chart) => draw(chart)));
  window.addEventListener("beforeprint", () => placed.forEach((chart) => draw(chart, true)));
  window.addEventListener("afterprint", () => drawn().forEach((chart) => draw(chart)));
})();
