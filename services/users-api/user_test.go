package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseNewUserFailsWhenTheBodyIsNoObject(t *testing.T) {
	bodies := map[string]string{
		"no JSON at all":       `id=4`,
		"cut off":              `{"id":4`,
		"cut off after a key":  `{"id"`,
		"followed by garbage":  `{"id":4,"name":"A"} x`,
		"followed by a second": `{"id":4,"name":"A"}{}`,
		"an array":             `[{"id":4,"name":"A"}]`,
		"a string":             `"user"`,
		"a number":             `4`,
		"null":                 `null`,
		"nothing":              ``,
		"spaces":               ` `,
		"a trailing comma":     `{"id":4,"name":"A",}`,
		"a comment":            `{"id":4,"name":"A"} // x`,
		"a bare key":           `{id:4,"name":"A"}`,
		"single quotes":        `{'id':4,'name':'A'}`,
		"a byte order mark":    "\ufeff" + `{"id":4,"name":"A"}`,
		"too deep":             strings.Repeat(`{"id":`, 10_100),
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			_, err := ParseNewUser([]byte(body))

			if err == nil || !strings.HasPrefix(err.Error(), "body must be one JSON object, ") {
				t.Errorf("got %v, want it to ask for one JSON object", err)
			}
			if err != nil && strings.Contains(err.Error(), "json:") {
				t.Errorf("got %q, want no Go detail in it", err)
			}
		})
	}
}

func TestParseNewUserFailsWhenAFieldIsInvalid(t *testing.T) {
	const ids = "'id' must be from 1 to 9223372036854775807, got "
	tests := []struct{ body, want string }{
		{`{"name":"A"}`, "'id' is missing"},
		{`{"id":null,"name":"A"}`, "'id' is missing"},
		{`{"id":"1","name":"A"}`, `'id' must be an integer, got "1"`},
		{`{"id":1.0,"name":"A"}`, "'id' must be an integer, got 1.0"},
		{`{"id":1e3,"name":"A"}`, "'id' must be an integer, got 1e3"},
		{`{"id":1E3,"name":"A"}`, "'id' must be an integer, got 1E3"},
		{`{"id":0.5,"name":"A"}`, "'id' must be an integer, got 0.5"},
		{`{"id":true,"name":"A"}`, "'id' must be an integer, got true"},
		{`{"id":[1],"name":"A"}`, "'id' must be an integer, got [1]"},
		{`{"id":{},"name":"A"}`, "'id' must be an integer, got {}"},
		{`{"id":0,"name":"A"}`, ids + "0"},
		{`{"id":-0,"name":"A"}`, ids + "-0"},
		{`{"id":-1,"name":"A"}`, ids + "-1"},
		{`{"id":9223372036854775808,"name":"A"}`, ids + "9223372036854775808"},
		{`{"id":-9223372036854775809,"name":"A"}`, ids + "-9223372036854775809"},
		{`{"id":` + strings.Repeat("9", 60) + `,"name":"A"}`, ids + strings.Repeat("9", 40) + "..."},
		{`{"id":4}`, "'name' is missing"},
		{`{"id":4,"name":null}`, "'name' is missing"},
		{`{"id":4,"name":7}`, "'name' must be a string, got 7"},
		{`{"id":4,"name":["A"]}`, `'name' must be a string, got ["A"]`},
		{`{"id":4,"name":{"$ne":1}}`, `'name' must be a string, got {"$ne":1}`},
		{`{"id":4,"name":""}`, "'name' must have 1 to 100 characters, got none but spaces"},
		{`{"id":4,"name":" "}`, "'name' must have 1 to 100 characters, got none but spaces"},
		{`{"id":4,"name":"` + strings.Repeat("x", 101) + `"}`, "'name' must have 1 to 100 characters, got 101"},
		{`{"id":4,"name":"A\nB"}`, `'name' must not contain control characters, got "A\nB"`},
		{`{"id":4,"name":"A\u0000B"}`, `'name' must not contain control characters, got "A\x00B"`},
		{`{"id":4,"name":"A\u007fB"}`, `'name' must not contain control characters, got "A\x7fB"`},
		{`{"id":4,"name":"A\u0085B"}`, `'name' must not contain control characters, got "A\u0085B"`},
		{`{"id":4,"name":"A\ud800"}`, `'name' must be whole Unicode text, got "A�"`},
		{"{\"id\":4,\"name\":\"A\xff\"}", "body must be UTF-8"},
		{`{"id":4,"name":"A","admin":true}`, "'admin' is no field; the fields are 'id' and 'name'"},
		{`{"ID":4,"name":"A"}`, "'ID' is no field; the fields are 'id' and 'name'; 'id' is missing"},
		{`{"id":4,"name":"A","id":5}`, "'id' must be given once"},
		{`{"id":4,"name":"A","n\u0061me":"B"}`, "'name' must be given once"},
		{`{"id":"x","name":7,"a":1}`, `'a' is no field; the fields are 'id' and 'name'; 'id' must be an integer, got "x"; 'name' must be a string, got 7`},
	}
	for _, test := range tests {
		t.Run(shorten(test.body), func(t *testing.T) {
			_, err := ParseNewUser([]byte(test.body))

			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want exactly %q", err, test.want)
			}
		})
	}
}

func TestParseUserDetails(t *testing.T) {
	accepted := map[string]string{
		"needs no id in the body":          `{"name":"A"}`,
		"ignores another id in the body":   `{"id":9,"name":"A"}`,
		"ignores an id that is no integer": `{"id":{},"name":"A"}`,
	}
	for name, body := range accepted {
		t.Run(name, func(t *testing.T) {
			got, err := ParseUserDetails(1, []byte(body))

			if want := (User{ID: 1, Name: "A"}); err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		})
	}

	refused := map[string]struct{ body, want string }{
		"fails when the name is missing":  {`{"id":1}`, "'name' is missing"},
		"fails when a field is unknown":   {`{"name":"A","age":1}`, "'age' is no field; the fields are 'id' and 'name'"},
		"fails when a key is there twice": {`{"name":"A","name":"B"}`, "'name' must be given once"},
		"fails when it is no object":      {`[]`, "body must be one JSON object, got another JSON value"},
	}
	for name, test := range refused {
		t.Run(name, func(t *testing.T) {
			_, err := ParseUserDetails(1, []byte(test.body))

			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// FuzzParseNewUser holds for any bytes: what is taken obeys the rules and survives being sent again.
func FuzzParseNewUser(f *testing.F) {
	for _, body := range []string{carla, `{"id":1e3,"name":"A"}`, `{"id":1,"id":2}`, `{"name":"\ud800","id":1}`, `[`, `{"":`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		user, err := ParseNewUser(body)
		if err != nil {
			return
		}

		again, err := json.Marshal(user)
		if err != nil {
			t.Fatal(err)
		}
		same, err := ParseNewUser(again)
		if err != nil || same != user || user.ID < 1 || len(user.Name) == 0 {
			t.Errorf("got %+v from %q, and %+v (%v) from %s", user, body, same, err, again)
		}
	})
}
