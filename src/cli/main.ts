import { Command, CommanderError, Option } from 'commander'
import { version } from '../version.ts'
import { commandMeant } from './command-meant.ts'
import { exitCode } from './exit-code.ts'

/**
 * Runs the command line and gives the exit code; never ends the process itself. Commands are loaded only when
 * called, so that `--version` and `--help` answer at once.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.clean
  for (const stream of [process.stdout, process.stderr]) stream.on('error', forgetClosedPipe)
  const program = createProgram((result) => {
    code = result
  })
  const meant = commandMeant(
    argv[0],
    program.commands.map((command) => command.name()),
  )
  if (meant !== null) {
    process.stderr.write(`doctor: no command or folder is called "${argv[0]}" (did you mean ${meant}?)\n`)
    return exitCode.fault
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? exitCode.clean : exitCode.fault
    process.stderr.write(`doctor: ${await describe(fault)}\n`)
    return exitCode.fault
  }
}

/** A reader that has seen enough (`doctor rules | head`) is no fault: the rest of the output is lost, not the exit code. */
function forgetClosedPipe(fault: NodeJS.ErrnoException): void {
  if (fault.code !== 'EPIPE') throw fault
}

/** One line for people; `DOCTOR_DEBUG=1` adds the stack of an internal fault. */
async function describe(fault: unknown): Promise<string> {
  const { ProjectError } = await import('../project/problem.ts')
  const { printable } = await import('../report/printable.ts')
  if (fault instanceof ProjectError) return printable(fault.message)
  const { ChangedSince } = await import('../fix/apply.ts')
  const { WeightsUnavailable } = await import('../embed/weights/tensor.ts')
  const expected = [ChangedSince, WeightsUnavailable]
  if (fault instanceof Error && expected.some((kind) => fault instanceof kind))
    return printable(fault.message)
  const message = fault instanceof Error ? fault.message : String(fault)
  const detail = process.env.DOCTOR_DEBUG && fault instanceof Error ? `\n${fault.stack}` : ''
  return `internal fault: ${printable(message)} (please report this)${detail}`
}

function createProgram(done: (code: number) => void): Command {
  const program = new Command('doctor')
    .description('Finds why an image-training setup does not improve on validation, and proves its advice.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'doctor: ')) })
    .configureHelp({ showGlobalOptions: true })
  addCheck(program, done)
  program
    .command('fix [project] [ids...]')
    .description('mend what can be mended safely: all findings, or those of the given finding or rule ids')
    .option('--unsafe', 'also fixes that need a look')
    .option('--dry-run', 'show the changes, make none')
    .option('--config <file>', 'config file, as for check')
    .option('--data <place>', 'where the images are, as for check (repeatable)', collect)
    .action(async (project: string | undefined, ids: string[], options: unknown) =>
      done(await (await import('./fix.ts')).fix(project ?? '.', ids, options)),
    )
  program
    .command('undo [project]')
    .description('take back the last doctor fix')
    .action(async (project: string | undefined) =>
      done(await (await import('./undo.ts')).undo(project ?? '.')),
    )
  program
    .command('init [project]')
    .description('write a commented doctor.config.json that says what was found')
    .action(async (project: string | undefined) =>
      done(await (await import('./init.ts')).init(project ?? '.', process.stdout)),
    )
  program
    .command('explain <rule>')
    .description('what a rule looks for, why it matters, how to fix it')
    .action(async (rule: string) => done((await import('./explain.ts')).explain(rule, process.stdout)))
  program
    .command('rules')
    .description('list all rules')
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .action(async (options: { format: string }) =>
      done((await import('./list-rules.ts')).listRules(options.format, process.stdout)),
    )
  program
    .command('env')
    .description('which back-ends and weights this machine has for the probe')
    .action(async () => done(await (await import('./env.ts')).env(process.stdout)))
  const weights = program
    .command('weights')
    .description('the trunk weights that the probe uses')
    .action(async () => done(await (await import('./weights.ts')).listWeights(process.stdout)))
  weights
    .command('install [origin]')
    .description('fetch the official ImageNet weights, or take them from a file or URL')
    .action(async (origin: string | undefined) =>
      done(await (await import('./weights.ts')).installTrunkWeights(origin, process.stdout)),
    )
  return program
}

function addCheck(program: Command, done: (code: number) => void): void {
  program
    .command('check [project]', { isDefault: true })
    .description('examine a project: data, labels, splits and training code (the default command)')
    .addOption(
      new Option('--probe <effort>', 'try the fixes by training').choices(['quick', 'full']).default('quick'),
    )
    .option('--no-probe', 'lint only, train nothing')
    .addOption(new Option('--format <format>', 'what goes to stdout').choices(formats).default('pretty'))
    .option('--output <file>', 'write it to a file instead')
    .option('--report <file>', 'where the HTML report goes (default: .doctor/report.html in the project)')
    .option('--no-report', 'no HTML report')
    .option('--rule <id>', 'only this rule or category (repeatable)', collect)
    .option('--skip <id>', 'not this rule or category (repeatable)', collect)
    .addOption(
      new Option('--severity <level>', 'lowest severity that fails the run')
        .choices(['error', 'warning', 'info'])
        .default('error'),
    )
    .option('--baseline <file>', 'let the findings listed in this file pass')
    .option('--update-baseline', 'write what is found to the baseline file, and pass')
    .option('--since <ref>', 'only findings that touch what changed since this commit, branch or tag of git')
    .option('--config <file>', 'config file (default: doctor.config.json in the project)')
    .option('--data <place>', 'folder, manifest or container with the images (repeatable)', collect)
    .option('--backend <name>', 'back-end of the probe (see: doctor env)')
    .option('--seed <number>', 'seed of everything random', '0')
    .option('--jobs <number>', 'how many processors to use (default: all)')
    .option('--cache <folder>', 'where results are kept (default: .doctor/cache in the project)')
    .option('--no-cache', 'keep nothing')
    .option('--quiet', 'no progress on stderr')
    .option('--no-color', 'plain text')
    .action(async (project: string | undefined, options: unknown) =>
      done(await (await import('./check.ts')).check(project ?? '.', options)),
    )
}

const collect = (value: string, earlier: string[] = []) => [...earlier, value]

/** As in render.ts, which is loaded only when a report is printed. */
const formats = ['pretty', 'json', 'sarif', 'github', 'markdown', 'junit']
