import { curveStyle } from './curve-plot.ts'
import { galleryStyle } from './gallery-style.ts'

/** The page's look, light and dark, on a phone, a wide screen and paper. The CSP admits exactly this text. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f6f4; --paper: #ffffff; --well: #f1f1ee; --line: #deded9; --ink: #1d1f22; --soft: #595d63;
  --link: #1d5a94; --mark: #ffe9a8; --mark-ink: #3b2c00;
  --error: #ad1f1f; --error-bg: #fbe9e7; --warning: #7d4f00; --warning-bg: #fbf0d9; --info: #2b5878; --info-bg: #e5eff6;
  --good: #1d6b45; --good-bg: #e3f2e9;
  --train: #2f6db0; --train-bg: #e4eef8; --validation: #9a5510; --validation-bg: #faecdc; --test: #5d6b1e; --test-bg: #eef1da;
  --all: #5c5f66; --all-bg: #ececec;
  --added: #17603a; --added-bg: #e6f4ea; --removed: #9c1c1c; --removed-bg: #fcebea;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14161a; --paper: #1c1f24; --well: #24282e; --line: #363b43; --ink: #e7e8ea; --soft: #a4aab3;
    --link: #8fc1f0; --mark: #5a4708; --mark-ink: #ffefc0;
    --error: #ff9d94; --error-bg: #452220; --warning: #f0c06a; --warning-bg: #40310f; --info: #9fcbea; --info-bg: #1e3444;
    --good: #86d6a8; --good-bg: #173626;
    --train: #7fb4ea; --train-bg: #1d3145; --validation: #eeac6a; --validation-bg: #43301a; --test: #c3d06d; --test-bg: #33391a;
    --all: #b4b8bf; --all-bg: #33373d;
    --added: #8bdcab; --added-bg: #17301f; --removed: #ffaaa2; --removed-bg: #3d2120;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 var(--sans); overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, ol, figure, table { margin: 0; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.4rem); line-height: 1.15; letter-spacing: -0.02em; text-wrap: balance; }
h2 { font-size: 1.3rem; letter-spacing: -0.01em; margin-bottom: .75rem; }
h3 { font: 600 1.1rem/1.3 var(--mono); }
h4 { font-size: 1rem; line-height: 1.4; }
a { color: var(--link); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
[hidden] { display: none !important; }
summary { cursor: pointer; color: var(--link); padding: .4rem 0; }
pre, code, .path, .finding-id { font-family: var(--mono); }
.path { font-size: .8125rem; color: var(--soft); }
.note, .method, .finding-id, figcaption { color: var(--soft); font-size: .875rem; }
.label { color: var(--soft); font-size: .8125rem; font-weight: 600; }
code { font-size: .9em; background: var(--well); padding: .05em .3em; border-radius: 3px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }
.page { max-width: 76rem; margin: 0 auto; padding: clamp(1rem, 3vw, 2.5rem); }
.page-header { padding-bottom: 2rem; border-bottom: 1px solid var(--line); }
.brand { color: var(--soft); font-size: .9375rem; margin-bottom: 1.25rem; }
.brand .path { margin-left: .5rem; }
.plainly { max-width: 46rem; font-size: 1.1875rem; margin-top: .9rem; }
.proof { max-width: 46rem; font-size: 1.0625rem; margin-top: .9rem; }
.counts { display: flex; flex-wrap: wrap; gap: .35rem 1.75rem; list-style: none; padding: 0; margin-top: 1.25rem; color: var(--soft); }
.counts strong { color: var(--ink); font-variant-numeric: tabular-nums; }
.counts .severity-error strong { color: var(--error); }
.counts .severity-warning strong { color: var(--warning); }
.counts .severity-info strong { color: var(--info); }
.page-header .note { margin-top: .5rem; }
.at-a-glance { display: grid; gap: 2rem 3.5rem; padding: 2rem 0; }
.causes { padding: 0; list-style: none; display: grid; gap: 1.1rem; counter-reset: cause; }
.causes li > p + p, .causes svg + p { font-size: .9375rem; color: var(--soft); }
.lesser { margin-top: 1.1rem; } .lesser .causes { margin-top: 1rem; }
.apply { display: block; margin-top: .2rem; }
.cause { display: flex; justify-content: space-between; gap: 1rem; font: 600 .9375rem var(--mono); }
.share { font-variant-numeric: tabular-nums; color: var(--soft); white-space: nowrap; }
.bar { display: block; width: 100%; height: .5rem; border-radius: 2px; overflow: hidden; }
.causes .bar { height: .25rem; margin: .3rem 0 .4rem; }
.track { fill: var(--line); } .fill { fill: var(--ink); }
.fill-train { fill: var(--train); } .fill-validation { fill: var(--validation); } .fill-test { fill: var(--test); } .fill-all { fill: var(--all); }
.classes { width: 100%; border-collapse: collapse; margin-top: .75rem; font-size: .9375rem; }
.classes th, .classes td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
.classes th[scope=row] { font-weight: 400; width: 30%; }
.classes thead th { font-weight: 600; font-size: .875rem; white-space: nowrap; }
.bar-cell { display: grid; grid-template-columns: 1fr 3rem; align-items: center; gap: .5rem; }
.number { font-variant-numeric: tabular-nums; }
.none .number { color: var(--error); font-weight: 600; }
.split { display: inline-block; padding: 0 .45rem; border-radius: 3px; font-size: .8125rem; font-weight: 600; line-height: 1.5; }
.split-train { color: var(--train); background: var(--train-bg); }
.split-validation { color: var(--validation); background: var(--validation-bg); }
.split-test { color: var(--test); background: var(--test-bg); }
.split-all { color: var(--all); background: var(--all-bg); }
@media (prefers-color-scheme: light) { .split-train { color: #1f558e; } .split-validation { color: #7c430a; } .split-test { color: #4a5614; } }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 99px; font: 600 .8125rem/1.6 var(--sans); white-space: nowrap; }
.badge.severity-error, .badge.verdict-refuted { color: var(--error); background: var(--error-bg); }
.badge.severity-warning, .badge.verdict-inconclusive { color: var(--warning); background: var(--warning-bg); }
.badge.severity-info, .badge.verdict-not-run { color: var(--info); background: var(--info-bg); }
.badge.verdict-confirmed { color: var(--good); background: var(--good-bg); }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.25rem; margin-bottom: 1rem; }
.filter input[type=search] { flex: 1 1 14rem; min-width: 0; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; padding: .45rem .75rem; }
.filter label { display: inline-flex; gap: .4rem; align-items: center; }
.filter input[type=checkbox] { width: 1.05rem; height: 1.05rem; accent-color: var(--link); }
.filter output { flex-basis: 100%; color: var(--soft); font-size: .875rem; }
.contents ul { list-style: none; padding: 0; display: grid; gap: .1rem; }
.contents a { display: flex; justify-content: space-between; gap: .75rem; padding: .2rem 0; font: .875rem/1.5 var(--mono); text-decoration: none; }
.contents a:hover { text-decoration: underline; }
.contents .number { color: var(--soft); }
.contents { padding: 1rem 0 1.5rem; }
.contents h2 { font-size: .9375rem; margin-bottom: .35rem; }
.group { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: clamp(1rem, 2.5vw, 1.75rem); margin-bottom: 1.5rem; }
.group > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem .75rem; margin-bottom: 1rem; }
.group > header .count { margin-left: auto; color: var(--soft); font-size: .9375rem; }
.advice { display: grid; gap: 1rem 2.5rem; max-width: 60rem; }
.trial { display: grid; gap: 1rem 2rem; background: var(--well); border-radius: 8px; padding: 1rem clamp(.75rem, 2vw, 1.25rem); margin-top: 1.25rem; }
.trial .label { display: flex; gap: .6rem; align-items: center; margin-bottom: .35rem; }
.method { margin-top: .5rem; }
.trial-plots { display: grid; gap: .75rem; align-content: start; }
.plot svg { display: block; width: 100%; max-width: 26rem; height: auto; font: 12px var(--sans); overflow: visible; }
.plot figcaption { font-size: .8125rem; }
.plot text { fill: var(--ink); }
.axis text, .zero-label { fill: var(--soft) !important; font-variant-numeric: tabular-nums; }
.axis line { stroke: var(--soft); stroke-width: 1; }
.axis .grid { stroke: var(--line); }
.point { fill: var(--soft); fill-opacity: .55; }
.interval { stroke: var(--soft); stroke-width: 1.5; fill: none; opacity: .8; }
.mean { stroke: var(--soft); stroke-width: 2.5; }
.arm-fixed .point { fill: var(--link); } .arm-fixed :is(.mean, .interval) { stroke: var(--link); }
.arm-placebo .point { fill: none; stroke: var(--soft); stroke-width: 1.5; }
.arm-line { fill: none; stroke: var(--soft); stroke-width: 2; }
.arm-line-fixed { stroke: var(--link); } .arm-line-placebo { stroke-dasharray: 3 3; }
.arm-curve text { fill: var(--soft); }
.range-line { fill: none; stroke: var(--ink); stroke-width: 2; }
.zero { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; }
.effect path { stroke: var(--soft); stroke-width: 2.5; fill: none; } .effect circle { fill: var(--soft); }
.effect-confirmed path { stroke: var(--good); } .effect-confirmed circle { fill: var(--good); }
.effect-refuted path { stroke: var(--error); } .effect-refuted circle { fill: var(--error); }
.finding { border-top: 1px solid var(--line); padding-top: 1.25rem; margin-top: 1.25rem; }
.body { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem 2rem; margin-top: .6rem; }
.body > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; align-content: start; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, calc(50% - .375rem)), 1fr)); gap: .75rem; max-width: 26rem; }
.picture { min-width: 0; }
.picture img, .no-picture, .difference { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; background: var(--well); border-radius: 5px; }
.no-picture { display: grid; place-items: center; color: var(--soft); font-size: .875rem; border: 1px dashed var(--soft); }
.picture figcaption { margin-top: .35rem; line-height: 1.4; }
.side { display: block; color: var(--ink); }
.picture .path { display: block; }
.places { list-style: none; padding: 0; display: grid; gap: .25rem; }
.places .side { display: inline; }
.because { color: var(--soft); font-size: .9375rem; margin-top: .4rem; }
.code figcaption { font: .8125rem var(--mono); margin-bottom: .2rem; }
.code pre { margin: 0; padding: .6rem .8rem; background: var(--well); border-radius: 6px; overflow-x: auto; font-size: .8125rem; line-height: 1.6; overflow-wrap: normal; }
.line-number { color: var(--soft); user-select: none; margin-right: .75rem; }
.code mark { background: var(--mark); color: var(--mark-ink); border-radius: 2px; box-shadow: 0 0 0 1px var(--mark); }
.diff del, .diff ins { display: block; text-decoration: none; width: max-content; min-width: 100%; }
.diff del { color: var(--removed); background: var(--removed-bg); } .diff ins { color: var(--added); background: var(--added-bg); }
.fix { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.fix ul { padding-left: 1.2rem; font-size: .9375rem; }
.fix .code { margin-top: .25rem; }
.applicability { display: block; color: var(--soft); font-size: .875rem; }
.closing { display: grid; gap: 2rem 3.5rem; padding-top: 1rem; }
.closing dl { margin: 0; } .closing dt { font: 600 .875rem var(--mono); } .closing dd { margin: 0 0 .75rem; color: var(--soft); }
.closing ul { padding: 0; list-style: none; font: .875rem/1.7 var(--mono); }
.page-footer { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 1rem; color: var(--soft); font-size: .875rem; }
@media (min-width: 48rem) {
  .advice, .closing { grid-template-columns: 1fr 1fr; }
  .at-a-glance { grid-template-columns: minmax(0, 1fr) minmax(0, 1.15fr); }
  .trial:has(.trial-plots) { grid-template-columns: minmax(0, 1fr) minmax(0, 24rem); }
}
@media (min-width: 68rem) {
  .findings { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 0 2.5rem; align-items: start; }
  .body.with-pictures { grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr); }
  .findings > h2 { grid-column: 1 / -1; }
  .contents { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding-top: .25rem; }
}
${curveStyle}${galleryStyle}@media (max-width: 30rem) { .group > header .count { margin-left: 0; } }
@media print {
  :root { --page: #fff; }
  body { font-size: 11pt; }
  .filter, .contents, .skip { display: none; }
  .group { border: 0; border-top: 2px solid var(--ink); border-radius: 0; padding: 1rem 0 0; }
  .finding, .trial, .picture, .code { break-inside: avoid; }
  .group > header, h2, h3, h4 { break-after: avoid; }
  .code pre { white-space: pre-wrap; }
}
`
