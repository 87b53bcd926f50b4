package main

import (
	"strings"
	"testing"
)

func TestValkeySettings(t *testing.T) {
	tests := map[string]struct {
		url, username, password string
		want                    ValkeySettings
	}{
		"are empty unless told otherwise": {"", "", "", ValkeySettings{}},
		"take port and database as given": {"redis://cache:7000/5", "", "", ValkeySettings{Address: "cache:7000", Database: 5}},
		"fall back to 6379 and 0":         {"redis://cache", "", "", ValkeySettings{Address: "cache:6379"}},
		"take an empty path as 0":         {"redis://cache/", "", "", ValkeySettings{Address: "cache:6379"}},
		"take IPv6":                       {"redis://[::1]:7000", "", "", ValkeySettings{Address: "[::1]:7000"}},
		"turn TLS on":                     {"rediss://cache", "", "", ValkeySettings{Address: "cache:6379", TLS: true}},
		"take any case of the scheme":     {"REDISS://cache", "", "", ValkeySettings{Address: "cache:6379", TLS: true}},
		"take user and password": {
			"redis://goapp:p%40ss%2Fw%23rd@cache", "", "",
			ValkeySettings{Address: "cache:6379", Username: "goapp", Password: "p@ss/w#rd"},
		},
		"take a password without a user": {"redis://:pw@cache", "", "", ValkeySettings{Address: "cache:6379", Password: "pw"}},
		"take both apart": {
			"redis://cache", "goapp", "p@ss/w#rd", ValkeySettings{Address: "cache:6379", Username: "goapp", Password: "p@ss/w#rd"},
		},
		"prefer what is given apart": {
			"redis://old:older@cache", "new", "newer", ValkeySettings{Address: "cache:6379", Username: "new", Password: "newer"},
		},
		"join a user and a password apart": {
			"redis://goapp@cache", "", "pw", ValkeySettings{Address: "cache:6379", Username: "goapp", Password: "pw"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			config, err := LoadConfig(environment(map[string]string{
				"REDIS_URL": test.url, "REDIS_USERNAME": test.username, "REDIS_PASSWORD": test.password,
			}))

			if err != nil || config.Valkey != test.want {
				t.Errorf("got %+v, %v; want %+v", config.Valkey, err, test.want)
			}
		})
	}
}

func TestValkeySettingsRefuse(t *testing.T) {
	tests := map[string]struct{ url, want string }{
		"text":                        {"hunter2", "has an unknown scheme"},
		"a host without a scheme":     {"hunter2.internal:6379", "is no URL"},
		"another scheme":              {"https://:hunter2@cache", "has an unknown scheme"},
		"a socket":                    {"unix:///hunter2.sock", "has an unknown scheme"},
		"a scheme alone":              {"redis:hunter2", "is no URL"},
		"no host":                     {"redis://:hunter2@", "has no host"},
		"no host but a path":          {"redis:///hunter2", "has no host"},
		"a port that is none":         {"redis://:hunter2@cache:http", "is no URL"},
		"a port beyond the last":      {"redis://:hunter2@cache:65536", "has a port that is not from 1 to 65535"},
		"port 0":                      {"redis://:hunter2@cache:0", "has a port that is not from 1 to 65535"},
		"a database that is none":     {"redis://cache/hunter2", "has a path that is not the number of a database"},
		"a negative database":         {"redis://:hunter2@cache/-1", "has a path that is not the number of a database"},
		"a huge database":             {"redis://:hunter2@cache/2147483648", "has a path that is not the number of a database"},
		"two databases":               {"redis://:hunter2@cache/1/2", "has a path that is not the number of a database"},
		"options":                     {"redis://:hunter2@cache?skip_verify=true", "has more than a path"},
		"a bare question mark":        {"redis://:hunter2@cache?", "has more than a path"},
		"a password with a hash":      {"redis://cache/0#hunter2", "has more than a path"},
		"a password with a slash":     {"redis://:hunter2/x@cache", "is no URL"},
		"a password with a bad %":     {"redis://:hunter2%zz@cache", "is no URL"},
		"a password with a backslash": {`redis://:hunter2\@cache`, "is no URL"},
		"a line end":                  {"redis://:hunter2@cache\n", "is no URL"},
		"spaces around":               {" redis://:hunter2@cache", "is no URL"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := LoadConfig(environment(map[string]string{"REDIS_URL": test.url}))

			if err == nil || !strings.Contains(err.Error(), "'REDIS_URL' "+test.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want %q without the value", err, test.want)
			}
		})
	}
}

func TestValkeySettingsRefuseHalfASetting(t *testing.T) {
	tests := map[string]struct {
		environment map[string]string
		want        string
	}{
		"a password without a URL":      {map[string]string{"REDIS_PASSWORD": "hunter2"}, "need 'REDIS_URL'"},
		"a user without a URL":          {map[string]string{"REDIS_USERNAME": "hunter2"}, "need 'REDIS_URL'"},
		"a user without a password":     {map[string]string{"REDIS_URL": "redis://cache", "REDIS_USERNAME": "hunter2"}, "needs a password"},
		"a URL's user without password": {map[string]string{"REDIS_URL": "redis://hunter2@cache"}, "needs a password"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := LoadConfig(environment(test.environment))

			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want %q without the value", err, test.want)
			}
		})
	}
}
