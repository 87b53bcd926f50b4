package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseNewUser(t *testing.T) {
	longest := strings.Repeat("é", maxIDLength)
	tests := map[string]struct {
		body string
		want User
	}{
		"reads a complete user": {
			`{"id":"4","name":"Ana Lima","email":"ana@example.com","age":41}`,
			User{ID: "4", Name: "Ana Lima", Email: "ana@example.com", Age: 41},
		},
		"accepts the youngest age": {
			`{"id":"4","name":"A","email":"a@b","age":0}`, User{ID: "4", Name: "A", Email: "a@b", Age: 0},
		},
		"accepts the oldest age": {
			`{"id":"4","name":"A","email":"a@b","age":150}`, User{ID: "4", Name: "A", Email: "a@b", Age: 150},
		},
		"counts characters, not bytes": {
			`{"id":"` + longest + `","name":"A","email":"a@b","age":1}`, User{ID: longest, Name: "A", Email: "a@b", Age: 1},
		},
		"ignores fields it does not know": {
			`{"id":"4","name":"A","email":"a@b","age":1,"admin":true}`, User{ID: "4", Name: "A", Email: "a@b", Age: 1},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseNewUser([]byte(test.body))

			if err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

func TestParseNewUserFailsWhenTheBodyIsNoObject(t *testing.T) {
	bodies := map[string]string{
		"no JSON at all":       `id=4`,
		"cut off":              `{"id":"4"`,
		"followed by garbage":  `{"id":"4","name":"A","email":"a@b","age":1} x`,
		"followed by a second": `{"id":"4","name":"A","email":"a@b","age":1}{}`,
		"an array":             `[]`,
		"a string":             `"user"`,
		"null":                 `null`,
		"nothing":              ``,
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			_, err := ParseNewUser([]byte(body))

			if err == nil || !strings.HasPrefix(err.Error(), "body must be one JSON object") {
				t.Errorf("got %v, want it to ask for one JSON object", err)
			}
			if err != nil && strings.Contains(err.Error(), "json:") {
				t.Errorf("got %q, want no Go detail in it", err)
			}
		})
	}
}

func TestParseNewUserFailsWhenAFieldIsInvalid(t *testing.T) {
	tests := []struct{ field, value, want string }{
		{"id", `null`, "'id' is missing"},
		{"id", `4`, "'id' must be a string, got 4"},
		{"id", `""`, "'id' must have 1 to 64 characters, got none but spaces"},
		{"id", `" "`, "'id' must have 1 to 64 characters, got none but spaces"},
		{"id", `"` + strings.Repeat("x", 65) + `"`, "'id' must have 1 to 64 characters, got 65"},
		{"id", `"a/b"`, `'id' must not contain '/' or control characters, got "a/b"`},
		{"id", `"a\u0000b"`, `'id' must not contain '/' or control characters, got "a\x00b"`},
		{"id", `".."`, `'id' must not be a relative path, got ".."`},
		{"id", `"."`, `'id' must not be a relative path, got "."`},
		{"name", `["A"]`, `'name' must be a string, got ["A"]`},
		{"name", `""`, "'name' must have 1 to 100 characters, got none but spaces"},
		{"name", `"` + strings.Repeat("x", 101) + `"`, "'name' must have 1 to 100 characters, got 101"},
		{"name", `"A\nB"`, `'name' must not contain control characters, got "A\nB"`},
		{"email", `true`, "'email' must be a string, got true"},
		{"email", `""`, "'email' must have 1 to 254 characters, got none but spaces"},
		{"email", `"` + strings.Repeat("x", 251) + `@b.c"`, "'email' must have 1 to 254 characters, got 255"},
		{"email", `"jane"`, `'email' must look like name@example.com, got "jane"`},
		{"email", `"a@"`, `'email' must look like name@example.com, got "a@"`},
		{"email", `"Jane <a@b>"`, `'email' must look like name@example.com, got "Jane <a@b>"`},
		{"age", `"30"`, `'age' must be an integer, got "30"`},
		{"age", `30.5`, "'age' must be an integer, got 30.5"},
		{"age", `1e99`, "'age' must be an integer, got 1e99"},
		{"age", `-1`, "'age' must be from 0 to 150, got -1"},
		{"age", `151`, "'age' must be from 0 to 150, got 151"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			_, err := ParseNewUser(validExcept(test.field, test.value))

			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want exactly %q", err, test.want)
			}
		})
	}
}

// validExcept returns a valid user with one field replaced.
func validExcept(field, value string) []byte {
	fields := map[string]string{"id": `"4"`, "name": `"A"`, "email": `"a@b"`, "age": `1`}
	fields[field] = value
	return fmt.Appendf(nil, `{"id":%s,"name":%s,"email":%s,"age":%s}`,
		fields["id"], fields["name"], fields["email"], fields["age"])
}

func TestParseNewUserNamesEveryProblem(t *testing.T) {
	_, err := ParseNewUser([]byte(`{"id":7,"email":"jane","age":"old"}`))

	invalid, ok := errors.AsType[*InvalidUserError](err)
	if !ok || len(invalid.Problems) != 4 {
		t.Fatalf("got %v, want four problems", err)
	}
	want := `'id' must be a string, got 7; 'name' is missing; ` +
		`'email' must look like name@example.com, got "jane"; 'age' must be an integer, got "old"`
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestParseUserDetails(t *testing.T) {
	ids := map[string]string{
		"needs no id in the body":         ``,
		"ignores another id in the body":  `"id":"9",`,
		"ignores an id that is no string": `"id":{},`,
	}
	for name, id := range ids {
		t.Run(name, func(t *testing.T) {
			got, err := ParseUserDetails("1", []byte(`{`+id+`"name":"A","email":"a@b","age":1}`))

			want := User{ID: "1", Name: "A", Email: "a@b", Age: 1}
			if err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		})
	}

	t.Run("fails when a field is missing", func(t *testing.T) {
		_, err := ParseUserDetails("1", []byte(`{"name":"A","email":"a@b"}`))

		if err == nil || err.Error() != "'age' is missing" {
			t.Errorf("got %v, want only the age to be missing", err)
		}
	})
}

func TestProblemsQuoteLongValuesShortened(t *testing.T) {
	_, err := ParseNewUser([]byte(`{"id":"4","name":"A","age":1,"email":"` + strings.Repeat("x", 200) + `"}`))

	want := `'email' must look like name@example.com, got "` + strings.Repeat("x", 40) + `..."`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}
