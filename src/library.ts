import { rules } from '../rules/index.ts'
import { type DoctorOptions, diagnose as diagnoseProject } from './doctor.ts'
import { silent, type WorkContext } from './model/progress.ts'
import type { Project } from './model/project.ts'
import type { Report } from './model/report.ts'
import { discover } from './project/discover.ts'

/**
 * Examines a project, a folder or one that was discovered, and gives the `Report`. Without options all rules look and
 * nothing is trained; without `work` it says nothing, keeps no cache and cannot be stopped.
 * @throws ProjectError with one line when the project cannot be examined, or on a rule name that does not exist
 */
export async function diagnose(
  project: Project | string,
  options: Partial<DoctorOptions> = {},
  work: Partial<WorkContext> = {},
): Promise<Report> {
  return diagnoseProject(
    typeof project === 'string' ? await discover(project) : project,
    { rules, selection: { only: [], skip: [] }, probe: 'none', ...options },
    {
      ...{ progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 1, seed: 0 },
      ...work,
    },
  )
}
