/** The look of galleries, differences, doubted labels, commands and the filter's keys. */
export const galleryStyle = `
.gallery { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.gallery > .pictures { grid-template-columns: repeat(auto-fill, minmax(min(7.5rem, calc(50% - .375rem)), 1fr)); max-width: none; }
.pair > .pictures { grid-template-columns: repeat(3, minmax(0, 1fr)); max-width: 30rem; }
.pair[data-same] > .pictures { grid-template-columns: repeat(2, minmax(0, 1fr)); max-width: 20rem; }
.ordinal { display: inline-block; min-width: 1.4em; padding: 0 .3em; border: 1px solid var(--soft); border-radius: 99px; text-align: center; font-size: .8125rem; line-height: 1.4; color: var(--ink); }
.ordinal + .side { display: inline; }
.links { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem .5rem; color: var(--soft); font-size: .875rem; }
.links button, .copy { font: inherit; color: var(--link); background: none; border: 1px solid var(--line); border-radius: 6px; padding: .2rem .6rem; cursor: pointer; text-align: left; }
.links button[aria-pressed=true] { border-color: var(--link); background: var(--well); }
.gallery > .pair { border-left: 3px solid var(--link); padding-left: .75rem; }
.difference { position: relative; overflow: hidden; isolation: isolate; background: #000; filter: brightness(3); }
.difference img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: fill; background: none; border-radius: 0; }
.difference img + img { mix-blend-mode: difference; }
.pair[data-orientation=flip-horizontal] .difference img:first-child { transform: scaleX(-1); }
.pair[data-orientation=flip-vertical] .difference img:first-child { transform: scaleY(-1); }
.pair[data-orientation=rotate-180] .difference img:first-child { transform: rotate(180deg); }
.pair[data-orientation=rotate-90] .difference img:first-child { transform: rotate(90deg); }
.pair[data-orientation=rotate-270] .difference img:first-child { transform: rotate(270deg); }
.pair[data-orientation=transpose] .difference img:first-child { transform: rotate(90deg) scaleY(-1); }
.pair[data-orientation=anti-transpose] .difference img:first-child { transform: rotate(270deg) scaleY(-1); }
.doubt { margin: 0; display: grid; grid-template-columns: auto 1fr; gap: .15rem .75rem; font-size: .9375rem; }
.doubt dt { color: var(--soft); } .doubt dd { margin: 0; font-weight: 600; } .doubt .number { font-weight: 400; }
.doubt .given .fill { fill: var(--error); } .doubt .suggested .fill { fill: var(--good); }
.list:has(> .card) { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: 0 1.75rem; }
.card h4 { font-size: .9375rem; font-weight: 500; }
.card .body.with-pictures { grid-template-columns: minmax(0, 1fr); }
.card .pictures { max-width: 12rem; grid-template-columns: 1fr; }
.card .fix ul { display: none; }
.next { padding-bottom: 2rem; }
.next ul { list-style: none; padding: 0; display: grid; gap: .5rem; }
.command { padding: .2rem .5rem; box-decoration-break: clone; }
.command span { display: inline-block; max-width: 100%; }
.copy { font-size: .8125rem; padding: .05rem .5rem; margin-left: .4rem; }
.commands { margin-top: 1rem; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; }
.fix ~ p > .command, .finding-id { font-size: .8125rem; }
.left-out { margin-top: 1.25rem; }
.filter select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; padding: .45rem .5rem; }
.keys { flex-basis: 100%; color: var(--soft); font-size: .8125rem; }
kbd { font: .8125rem var(--mono); border: 1px solid var(--line); border-radius: 4px; padding: 0 .35em; background: var(--paper); color: var(--ink); }
.finding { scroll-margin-top: 1rem; content-visibility: auto; contain-intrinsic-size: auto 18rem; }
.class-plot { margin: 0 0 1rem; }
.class-plot svg { display: block; width: 100%; height: 3rem; }
@media (hover: none) { .keys { display: none; } }
@media print { .finding { content-visibility: visible; } .copy, .keys { display: none; } .links button { border: 0; padding: 0; color: inherit; } }
`
