// the one file that touches a cdktf internal, for tests and synthesis: output is the same, a bad token's error loses its
// origin, which SLIPWAY_TOKEN_ORIGINS=1 brings back to a synthesis
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
