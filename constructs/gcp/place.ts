import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';

/** Where something is made. */
export interface Place {
  /** Id of the project. */
  readonly projectId: string;

  /** Region, for example `europe-west1`. */
  readonly location: string;
}

/** What is wrong with a project's id or a region, or nothing. */
export function placeProblems(place: Place): string[] {
  return problemsOf(place, rules);
}

/** What is wrong with the id of a project, or nothing. */
export function projectProblems(projectId: string): string[] {
  return problemsOf({ projectId }, [projectRule]);
}

const projectRule: Rule<Pick<Place, 'projectId'>> = {
  broken: ({ projectId }) =>
    known(projectId) && !/^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(projectId),
  message: ({ projectId }) =>
    `'projectId' must be the id of a project, not its name or number, got ${shown(projectId)}; look it up with 'gcloud projects list'`,
};

const rules: readonly Rule<Place>[] = [
  projectRule,
  {
    broken: ({ location }) => known(location) && !/^[a-z]+-[a-z]+\d+$/.test(location),
    message: ({ location }) =>
      `'location' must be a region, got ${shown(location)}; use for example 'europe-west1'`,
  },
];
