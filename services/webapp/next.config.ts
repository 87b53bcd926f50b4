import type { NextConfig } from 'next';

import { buildId } from './build-id';

const config: NextConfig = {
  output: 'standalone',
  generateBuildId: () => buildId(__dirname),
  // the repository has a lock file of its own further up, which next would take for the root
  outputFileTracingRoot: __dirname,
  turbopack: { root: __dirname },
  images: { unoptimized: true },
  outputFileTracingExcludes: { '*': ['node_modules/sharp/**', 'node_modules/@img/**'] },
  experimental: {
    // the default is the number of processors, which would end up in the output
    cpus: 1,
    // the root file system is read-only
    isrFlushToDisk: false,
  },
  // npm run typecheck does it, tests included
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};

export default config;
