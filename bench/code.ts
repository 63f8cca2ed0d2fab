import { judgeScript, labelledScripts, tally } from '../test/support/code-corpus.ts'

/**
 * Precision and recall of the code rules on the labelled scripts of fixtures/code, by rule and overall.
 * `npx tsx bench/code.ts [--places]` also lists what was missed and what was invented.
 */
const scripts = await labelledScripts()
const verdicts = []
for (const script of scripts) verdicts.push(await judgeScript(script))

const share = (value: number | null) => (value === null ? '' : value.toFixed(2))
const faulty = scripts.filter(({ faults }) => faults.length > 0).length
console.log(`${scripts.length} scripts, ${faulty} of them faulty\n`)
console.log('| rule | labelled | found | invented | precision | recall |\n|---|---|---|---|---|---|')
for (const { rule, labelled, right, invented, precision, recall } of tally(verdicts))
  console.log(`| ${rule} | ${labelled} | ${right} | ${invented} | ${share(precision)} | ${share(recall)} |`)
if (process.argv.includes('--places')) {
  for (const { missed, invented } of verdicts) {
    for (const { rule, at } of missed) console.log(`missed   ${at} ${rule}`)
    for (const { rule, at } of invented) console.log(`invented ${at} ${rule}`)
  }
}
