// loaded before a measured program: its last line of output says what the process took
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakMb: (maxRSS * 1024) / 1e6, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  console.log(`usage ${JSON.stringify(usage)}`);
});
