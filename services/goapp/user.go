package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxIDLength    = 64
	maxNameLength  = 100
	maxEmailLength = 254 // the longest address that SMTP can carry
	maxAge         = 150
)

// User is one entry of the list, in the shape that the API speaks.
type User struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Age   int    `json:"age"`
}

// InvalidUserError lists everything that is wrong with a body, so that a client can fix it in one go.
type InvalidUserError struct {
	Problems []string
}

func (e *InvalidUserError) Error() string {
	return strings.Join(e.Problems, "; ")
}

// ParseNewUser reads a complete user, id included.
func ParseNewUser(body []byte) (User, error) {
	fields, err := parseObject(body)
	if err != nil {
		return User{}, err
	}

	problems := &InvalidUserError{}
	user := User{ID: readField(fields, "id", "a string", validID, problems)}
	user.readDetails(fields, problems)
	return user, problems.orNil()
}

// ParseUserDetails reads a user whose id is already known; an id in the body is not even looked at.
func ParseUserDetails(id string, body []byte) (User, error) {
	fields, err := parseObject(body)
	if err != nil {
		return User{}, err
	}

	problems := &InvalidUserError{}
	user := User{ID: id}
	user.readDetails(fields, problems)
	return user, problems.orNil()
}

func (u *User) readDetails(fields map[string]json.RawMessage, problems *InvalidUserError) {
	u.Name = readField(fields, "name", "a string", validName, problems)
	u.Email = readField(fields, "email", "a string", validEmail, problems)
	u.Age = readField(fields, "age", "an integer", validAge, problems)
}

// orNil keeps a typed nil out of the error interface.
func (e *InvalidUserError) orNil() error {
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}

// parseObject stops at the field values: decoding straight into User would report the first wrong type only.
func parseObject(body []byte) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage

	err := json.Unmarshal(body, &fields)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return nil, &InvalidUserError{[]string{"body must be one JSON object: " + syntax.Error()}}
	}
	if err != nil || fields == nil {
		return nil, &InvalidUserError{[]string{"body must be one JSON object, got another JSON value"}}
	}
	return fields, nil
}

// readField returns the value only if it has the right type and passes its rule; otherwise it notes the problem.
func readField[T any](
	fields map[string]json.RawMessage, name, kind string, rule func(T) string, problems *InvalidUserError,
) T {
	var value T

	raw, present := fields[name]
	problem := ""
	switch {
	case !present || string(raw) == "null":
		problem = "is missing"
	case json.Unmarshal(raw, &value) != nil:
		problem = fmt.Sprintf("must be %s, got %s", kind, shorten(string(raw)))
	default:
		problem = rule(value)
	}

	if problem != "" {
		problems.Problems = append(problems.Problems, fmt.Sprintf("'%s' %s", name, problem))
	}
	return value
}

// validID refuses what cannot be one segment of a path: such a user could be created but never reached again.
func validID(id string) string {
	switch {
	case strings.TrimSpace(id) == "" || utf8.RuneCountInString(id) > maxIDLength:
		return lengthProblem(id, maxIDLength)
	case strings.ContainsFunc(id, unicode.IsControl) || strings.Contains(id, "/"):
		return fmt.Sprintf("must not contain '/' or control characters, got %q", shorten(id))
	case id == "." || id == "..":
		return fmt.Sprintf("must not be a relative path, got %q", id)
	}
	return ""
}

func validName(name string) string {
	switch {
	case strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxNameLength:
		return lengthProblem(name, maxNameLength)
	case strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Sprintf("must not contain control characters, got %q", shorten(name))
	}
	return ""
}

func validEmail(email string) string {
	if strings.TrimSpace(email) == "" || utf8.RuneCountInString(email) > maxEmailLength {
		return lengthProblem(email, maxEmailLength)
	}
	// the parser also takes "Jane <jane@example.com>": comparing leaves the bare address only
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email {
		return fmt.Sprintf("must look like name@example.com, got %q", shorten(email))
	}
	return ""
}

func validAge(age int) string {
	if age < 0 || age > maxAge {
		return fmt.Sprintf("must be from 0 to %d, got %d", maxAge, age)
	}
	return ""
}

func lengthProblem(value string, limit int) string {
	if strings.TrimSpace(value) == "" {
		return fmt.Sprintf("must have 1 to %d characters, got none but spaces", limit)
	}
	return fmt.Sprintf("must have 1 to %d characters, got %d", limit, utf8.RuneCountInString(value))
}

// shorten keeps an error readable when the received value is a whole book.
func shorten(value string) string {
	const limit = 40

	runes := []rune(value)
	if len(runes) <= limit {
		return value
	}
	return string(runes[:limit]) + "..."
}
