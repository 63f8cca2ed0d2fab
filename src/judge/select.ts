import type { Config } from '../model/config.ts'
import { Severity } from '../model/finding.ts'
import { categoryOf, type Rule } from '../model/rule.ts'
import { ProjectError } from '../project/problem.ts'

export interface Selection {
  /** Rule ids or categories to run alone; empty for all. Naming a preview rule by id switches it on. */
  only: readonly string[]
  skip: readonly string[]
}

/**
 * The rules to run: named ones, else all stable ones, without those skipped or set to `off` in the config.
 * @throws ProjectError on a name that is neither a rule nor a category
 */
export function selectRules(rules: readonly Rule[], selection: Selection, config: Config): Rule[] {
  const settings = config.rules ?? {}
  const known = new Set(rules.flatMap((rule) => [rule.id, categoryOf(rule.id)]))
  for (const name of [...selection.only, ...selection.skip, ...Object.keys(settings)]) {
    if (!known.has(name))
      throw new ProjectError(`no rule or category is called "${name}" (see: doctor rules)`)
  }
  const names = (list: readonly string[], rule: Rule) =>
    list.includes(rule.id) || list.includes(categoryOf(rule.id))
  return rules.filter((rule) => {
    if (names(selection.skip, rule)) return false
    if (selection.only.length > 0 && !names(selection.only, rule)) return false
    const setting = settings[rule.id] ?? settings[categoryOf(rule.id)]
    if (setting === 'off' && !selection.only.includes(rule.id)) return false
    return (
      rule.maturity === 'stable' || selection.only.includes(rule.id) || typeof settings[rule.id] === 'string'
    )
  })
}

/** The severity that the config gives the rule or its category, if any. */
export function configuredSeverity(rule: Rule, config: Config): Severity | undefined {
  const setting = config.rules?.[rule.id] ?? config.rules?.[categoryOf(rule.id)]
  const severity = Severity.safeParse(setting)
  return severity.success ? severity.data : undefined
}
