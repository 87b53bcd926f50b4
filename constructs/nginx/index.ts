// the ./nginx entry of the package: what a reverse proxy is rendered and run with
export {
  balancerVariable,
  cloudRunPlatform,
  type CloudRunPlatformOptions,
} from './cloud-run-platform';
export { configProblems, type NginxConfigProps, renderNginxConfig } from './config';
export {
  originVariable,
  renderSidecarConfig,
  type SidecarConfigProps,
  sidecarVariables,
} from './identity-sidecar';
export { loginNames, loginSecrets, loginVariable } from './login';
export { configVariable, encodeConfig, payloadProblems } from './payload';
export {
  dockerPlatform,
  type DockerPlatformOptions,
  ecsPlatform,
  type EcsPlatformOptions,
  proxyDirectory,
  type ProxyListeners,
  type ProxyPlatform,
  proxyPort,
  proxyTlsPort,
} from './platform';
export { proxyWorkload, type ProxyWorkloadProps } from './proxy-workload';
export { type ProxyUpstream, upstreamIdleSeconds } from './upstream';
export {
  cloudRunSidecarPlatform,
  sidecarHealthPort,
  type SidecarPlatform,
} from './sidecar-platform';
export type { SidecarUpstream } from './sidecar-upstream';
