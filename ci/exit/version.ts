/** The community fork that takes the place of cdktf. */
export const fork = { name: 'cdktn', version: '0.24.0' } as const;
