package main

import (
	"encoding/json"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// A script runs alone: nothing comes between its look and its change, whichever replica sent it.
// KEYS are the users and the mark; ARGV is what the operation needs, and the seeds last.
var (
	reachScript  = script(`return 1`)
	listScript   = script(`return redis.call('HVALS', KEYS[1])`)
	getScript    = script(`return redis.call('HGET', KEYS[1], ARGV[1])`)
	createScript = script(`return redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])`)
	deleteScript = script(`return redis.call('HDEL', KEYS[1], ARGV[1])`)
	// a user that was deleted meanwhile must not come back
	updateScript = script(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1`)
)

// seedOnce precedes every operation, so that a Valkey that is new, late or has lost its memory is seeded by whoever
// comes first. The mark outlives the users: a deleted seed stays deleted. It is set last, and nothing is overwritten,
// because a script that fails half-way is not undone.
const seedOnce = `
if redis.call('EXISTS', KEYS[2]) == 0 then
  for _, seed in ipairs(cjson.decode(ARGV[#ARGV])) do
    redis.call('HSETNX', KEYS[1], seed[1], seed[2])
  end
  redis.call('SET', KEYS[2], '1')
end
`

func script(operation string) *redis.Script {
	return redis.NewScript(seedOnce + operation)
}

// encodeSeeds makes one argument of all seeds: with more than ten words in a call, Valkey answers a client without a
// password that its protocol is wrong, and not that a password is missing.
func encodeSeeds(seeds []User) ([]byte, error) {
	pairs := make([][2]string, 0, len(seeds))
	for _, seed := range seeds {
		text, err := json.Marshal(seed)
		if err != nil {
			return nil, fmt.Errorf("encode seed user: %w", err)
		}
		pairs = append(pairs, [2]string{seed.ID, string(text)})
	}
	return json.Marshal(pairs)
}
