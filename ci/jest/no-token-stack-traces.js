// the one file that touches a cdktf internal, for tests only: output is the same, a bad token's error loses its origin
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
