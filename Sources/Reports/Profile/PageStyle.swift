/// The look of every page: light and dark, narrow and wide, on screen and on paper.
enum PageStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --page: #ffffff; --ink: #1c2127; --quiet: #545e69; --line: #d8dee4; --soft: #f4f6f8; --link: #0a58a6;
      --benign: #545e69; --ordinary: #0a58a6; --sensitive: #8a4a00; --dangerous: #b3231b; --good: #17693a;
      --c0: #2b6cb0; --c1: #8fb8de; --c2: #b7c3cf; --c3: #6b7f93; --c4: #a88ad0; --c5: #d6a5c0; --c6: #3f9c88;
      --c7: #e0b15a; --c8: #c2c9d0; --c9: #d9822b; --c10: #c0392b; --c11: #9aa5b1;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --page: #11161b; --ink: #e4e8ec; --quiet: #a4aeb9; --line: #2d363f; --soft: #1a2128; --link: #86bdf3;
        --benign: #a4aeb9; --ordinary: #86bdf3; --sensitive: #f0b665; --dangerous: #ff9a90; --good: #84d6a0;
        --c0: #5b9bdb; --c1: #37618c; --c2: #4b5865; --c3: #7c8fa3; --c4: #8d6fc0; --c5: #a0688a; --c6: #4db39d;
        --c7: #c2943f; --c8: #5d6873; --c9: #e08e3c; --c10: #e0645a; --c11: #6a7682;
      }
    }
    *, *::before { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body {
      margin: 0; background: var(--page); color: var(--ink); overflow-wrap: break-word;
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
    }
    a { color: var(--link); text-underline-offset: .15em; }
    code { font: .875em/1.4 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
    h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
    h1 { margin: .25rem 0 .5rem; font-size: clamp(1.75rem, 1.3rem + 2vw, 2.5rem); overflow-wrap: anywhere; }
    h2 { margin: 0 0 .5rem; font-size: 1.375rem; }
    h3 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
    h3 .count { font-weight: 400; color: var(--quiet); margin-left: .35rem; }
    p { margin: 0 0 .75rem; max-width: 44rem; }
    .quiet { color: var(--quiet); }
    .small { font-size: .8125rem; line-height: 1.45; }
    .skip { position: absolute; left: -100rem; }
    .skip:focus { left: 1rem; top: 1rem; padding: .5rem .75rem; background: var(--page); }
    .page { max-width: 80rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 3rem) 3rem; }
    .kicker { margin: 0; color: var(--quiet); font-size: .875rem; }
    .outcome { margin: 0 0 1.5rem; font-size: 1.125rem; font-weight: 600; color: var(--good); }
    .outcome.bad { color: var(--dangerous); }
    .notice { border-left: .25rem solid var(--sensitive); background: var(--soft); padding: .75rem 1rem; margin: 0 0 1.5rem; }
    .notice p { margin: 0; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem 1.5rem; margin: 0 0 2rem; padding: 0; list-style: none; border-block: 1px solid var(--line); padding-block: 1rem; }
    .figures b { display: block; font-size: 1.625rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
    .figures span { display: block; }
    nav ul { list-style: none; margin: 0 0 2rem; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .9375rem; }
    section { margin: 0 0 3rem; }
    @media (min-width: 62rem) {
      .columns { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 3rem; align-items: start; }
      nav { position: sticky; top: 1.5rem; }
      nav ul { flex-direction: column; gap: .35rem; }
    }
    dl { margin: 0; }
    dd { margin: 0; }
    .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.5rem; }
    .facts dt:not([class]), th { color: var(--quiet); font-weight: 600; }
    .groups { margin-top: 1.25rem; columns: 19rem 2; column-gap: 3rem; }
    .group { break-inside: avoid; padding-bottom: 1.25rem; }
    .group h3 { margin: 0 0 .25rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
    .group div { display: grid; grid-template-columns: 5.25rem minmax(0, 1fr); gap: .5rem; }
    .group dt { font-size: .8125rem; line-height: 1.7; }
    .group code { margin-right: .35em; }
    .benign { color: var(--benign); } .ordinary { color: var(--ordinary); }
    .sensitive { color: var(--sensitive); font-weight: 600; } .dangerous { color: var(--dangerous); font-weight: 600; }
    table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
    th, td { text-align: left; vertical-align: top; padding: .375rem 1rem .375rem 0; border-bottom: 1px solid var(--line); }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { font-size: .8125rem; border-bottom-color: var(--quiet); }
    tbody th { color: var(--ink); font-weight: 600; }
    tbody th code { font-weight: 600; overflow-wrap: normal; }
    .values code { display: inline-block; border: 1px solid var(--line); border-radius: .25rem; padding: 0 .3rem; margin: 0 .2rem .2rem 0; }
    td p, th p { margin: 0; font-weight: 400; }
    th p { color: var(--ink); }
    .run { font-weight: 400; }
    .narrow { display: none; }
    .good { color: var(--good); }
    .fixed { table-layout: fixed; }
    .fixed td, .fixed th { overflow-wrap: anywhere; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .swatch { display: inline-block; width: .75rem; height: .75rem; margin-right: .5rem; border-radius: .125rem; forced-color-adjust: none; }
    .bar { display: block; width: 100%; height: .875rem; margin: 0 0 1rem; }
    figure { margin: 0 0 1.5rem; max-width: 34rem; }
    figcaption { font-size: .875rem; color: var(--quiet); }
    .chart { display: block; width: 100%; height: auto; overflow: visible; }
    .chart text { font-size: 12px; fill: var(--quiet); }
    .chart line { stroke: var(--line); }
    .chart .axis { stroke: var(--quiet); }
    .chart polyline { fill: none; stroke: var(--c0); stroke-width: 2; stroke-linejoin: round; }
    .chart .ahead { stroke-dasharray: 4 4; }
    .f0 { fill: var(--c0); background: var(--c0); } .f1 { fill: var(--c1); background: var(--c1); }
    .f2 { fill: var(--c2); background: var(--c2); } .f3 { fill: var(--c3); background: var(--c3); }
    .f4 { fill: var(--c4); background: var(--c4); } .f5 { fill: var(--c5); background: var(--c5); }
    .f6 { fill: var(--c6); background: var(--c6); } .f7 { fill: var(--c7); background: var(--c7); }
    .f8 { fill: var(--c8); background: var(--c8); } .f9 { fill: var(--c9); background: var(--c9); }
    .f10 { fill: var(--c10); background: var(--c10); } .f11 { fill: var(--c11); background: var(--c11); }
    ul.plain { margin: 0 0 1rem; padding: 0; list-style: none; }
    ul.plain li { margin: 0 0 .5rem; max-width: 48rem; }
    footer { border-top: 1px solid var(--line); padding-top: 1rem; color: var(--quiet); font-size: .875rem; }
    .h-call { width: 9rem; } .h-under { width: 8.5rem; }
    .w-id { width: 30%; } .w-by { width: 38%; }
    .o-call { width: 20%; } .o-risk { width: 6.5rem; } .o-origin { width: 9rem; } .o-rule { width: 6rem; }
    @media screen and (max-width: 48rem) {
      .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
      .facts dd { margin-bottom: .5rem; }
      .stack, .stack tbody { display: block; }
      .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .stack tr { display: flex; flex-wrap: wrap; gap: 0 .75rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
      .stack th, .stack td { padding: 0; border: 0; min-width: 0; width: auto; overflow-wrap: anywhere; }
      .stack .whole { flex-basis: 100%; }
      .stack td:empty { display: none; }
      .narrow { display: inline; }
    }
    @media print {
      html { font-size: 9pt; }
      .page { padding: 0; max-width: none; }
      nav, .skip { display: none; }
      a { color: inherit; text-decoration: none; }
      h2, h3, thead { break-after: avoid; }
      tr, figure, .group { break-inside: avoid; }
      .swatch, .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      section { margin-bottom: 1.5rem; }
    }
    """
}
