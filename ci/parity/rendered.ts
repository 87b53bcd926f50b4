import { renderedSystems } from '../review/rendered';
import { cloudRunFacts } from './cloud-run';
import type { Rendered } from './comparison';
import { composeFacts } from './compose';
import { dockerFacts } from './docker';
import type { Documents } from './documents';
import { ecsFacts } from './ecs';

/** What every rendering says, each read by its own reader. */
export function renderedFacts(documents: Documents): Rendered {
  return {
    compose: composeFacts(documents),
    local: dockerFacts(documents.local, prefixOf('local')),
    'ecs-prod': ecsFacts(documents['ecs-prod'], prefixOf('ecs-prod')),
    'gcp-run': cloudRunFacts(documents['gcp-run'], documents.files, prefixOf('gcp-run')),
  };
}

/** What stands in front of each name. */
function prefixOf(stack: string): string {
  return renderedSystems.find((rendered) => rendered.stack === stack)?.prefix ?? '';
}
