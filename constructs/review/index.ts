// the entry for programs that review synthesized Terraform themselves
export {
  cloudLimits,
  compare,
  type Comparison,
  type DeclaredCall,
  dockerLimits,
} from './comparison';
export type { Broken, Edge, Graph, PlatformLimits, Step, Unknown, Workload } from './graph';
export { type PortRange, printPorts } from './port-range';
export { mermaidChart } from './report/mermaid';
export { printGraph } from './report/table';
export { printWitness } from './report/witness';
export { reviewStack } from './review';
export { readStacks, type StackFile } from './stack-file';
