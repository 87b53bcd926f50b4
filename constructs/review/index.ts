// the entry for programs that review synthesized Terraform themselves
export {
  cloudLimits,
  compare,
  type Comparison,
  type DeclaredCall,
  dockerLimits,
} from './comparison';
export { type Judgement, judgeStack } from './judge/judge';
export { applyWaivers, type Verdict, type WaivedFinding } from './waivers/ledger';
export type { Broken, Edge, Graph, PlatformLimits, Step, Unknown, Workload } from './graph';
export { type PortRange, printPorts } from './port-range';
export { mermaidChart } from './report/mermaid';
export { printGraph } from './report/table';
export { printWitness } from './report/witness';
export { reviewStack } from './review';
export type { Complaint, Finding, ReviewRule, RuleText, Severity } from './rule';
export { reviewRules } from './judge/rule-registry';
export { readStacks, type StackFile } from './stack-file';
export { readWaivers, type Waiver } from './waivers/waiver';
