import { expect, test } from "vitest";
import { goTemplatePrinter } from "./go-template-printer.ts";

const object = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "x", labels: { a: "b", "c.d/e": "f" } },
  data: { k: "a<b" },
  n: 3,
  big: 1_000_000,
  f: 1.5,
  list: [1, "x", true, { a: ["b", "c"] }, null],
  b64: "aGVsbG8=",
};

/** What kubectl 1.33 prints for the same object. */
test.each([
  ["{{.metadata.name}}", "x"],
  ["{{.nope}} {{.nope.foo}} {{.metadata.nope}}", "<no value> <no value> <no value>"],
  ["{{range .list}}[{{.}}]{{end}}", "[1][x][true][map[a:[b c]]][<no value>]"],
  ["{{range $i, $v := .list}}{{$i}}={{$v}};{{end}}", "0=1;1=x;2=true;3=map[a:[b c]];4=<no value>;"],
  ["{{range $k, $v := .metadata.labels}}{{$k}}={{$v}},{{else}}none{{end}}", "a=b,c.d/e=f,"],
  ["{{range .nope}}x{{else}}none{{end}}", "none"],
  ["{{range .n}}{{.}}{{end}}", "012"],
  ['{{if eq .metadata.name "x"}}yes{{else}}no{{end}}', "yes"],
  ['{{if eq .metadata.name "y" "z"}}yes{{else if true}}no{{end}}', "no"],
  ["{{with .metadata}}{{.name}}{{$.kind}}{{end}}", "xConfigMap"],
  ["{{with .nope}}x{{else}}y{{end}}", "y"],
  ['{{len .list}} {{index .list 1}} {{index .metadata.labels "c.d/e"}} {{(index .list 3).a}}', "5 x f [b c]"],
  ['{{printf "%s|%5s|%-5s|%q|%v|%d|%05d|%.2f" .kind "a" "b" "c" .data 7 42 .f}}', 'ConfigMap|    a|b    |"c"|map[k:a<b]|7|00042|1.50'],
  ['{{printf "%d %s" "x" 1}} {{printf "%s"}} {{printf "a" 1}}', "%!d(string=x) %!s(int=1) %!s(MISSING) a%!(EXTRA int=1)"],
  ["{{.n}} {{.big}} {{.f}} {{.list}}", "3 1000000 1.5 [1 x true map[a:[b c]] <nil>]"],
  ["{{.b64 | base64decode}} {{.data.k | html}} {{print 1 2 \"a\" \"b\" 3}} {{println \"x\"}}", "hello a&lt;b 1 2ab3 x\n"],
  ['{{- /* a comment */ -}} a {{- " b " -}} c', "a b c"],
  ["{{$x := 1}}{{$x = 2}}{{$x}}", "2"],
  ['{{define "t"}}<{{.}}>{{end}}{{template "t" .kind}}', "<ConfigMap>"],
  ['{{block "b" .n}}({{.}}){{end}}', "(3)"],
  ["{{range $i, $v := .list}}{{if eq $i 0}}{{continue}}{{end}}a{{break}}{{end}}", "a"],
  ['{{eq .n 3}} {{ne .kind "x"}} {{and .kind .nope}} {{or .nope "d"}} {{not .nope}}', "true true <no value> d true"],
  ['{{lt 1 2}} {{gt "b" "a"}} {{le .f 2.0}} {{ge 1 2}}', "true true true false"],
  ['{{exists .metadata "name"}} {{exists . "metadata" "zzz"}}', "true false"],
  ["{{slice .kind 1 3}} {{slice .list 0 1}}", "on [1]"],
  ['{{"a" | printf "%s-%s" "b"}}', "b-a"],
  ["{{'a'}} {{true}} {{`raw \"x\"`}} {{1.5}} {{-3}} {{0x10}}", '97 true raw "x" 1.5 -3 16'],
  ['{{urlquery "a b&c"}} {{js "a\'b<"}} {{len "héé"}}', "a+b%26c a\\'b\\u003C 5"],
])("%s", (template, printed) => {
  expect(goTemplatePrinter(template, true)(object)).toBe(printed);
});

test.each([
  ["{{foo}}", 'error parsing template {{foo}}, template: output:1: function "foo" not defined'],
  ["{{.metadata", "error parsing template {{.metadata, template: output:1: unclosed action"],
  ["{{if}}x{{end}}", "error parsing template {{if}}x{{end}}, template: output:1: missing value for if"],
  ["{{end}}", "error parsing template {{end}}, template: output:1: unexpected {{end}}"],
  ["a\n{{if .n}}x", "error parsing template a\n{{if .n}}x, template: output:2: unexpected EOF"],
  ["{{.kind.foo}}", 'error executing template "{{.kind.foo}}": template: output:1:7: executing "output" at <.kind.foo>: can\'t evaluate field foo in type interface {}'],
  ["{{index .list 10}}", 'error executing template "{{index .list 10}}": template: output:1:2: executing "output" at <index .list 10>: error calling index: index out of range: 10'],
  ["{{range .list}}{{eq . \"x\"}}{{end}}", 'error executing template "{{range .list}}{{eq . \\"x\\"}}{{end}}": template: output:1:17: executing "output" at <eq . "x">: error calling eq: incompatible types for comparison'],
  ["{{nil}}", 'error executing template "{{nil}}": template: output:1:2: executing "output" at <nil>: nil is not a command'],
])("%s is refused", (template, message) => {
  expect(() => goTemplatePrinter(template, true)(object)).toThrow(message);
});

test("missing keys are an error where they are not allowed", () => {
  expect(() => goTemplatePrinter("{{.nope}}", false)(object)).toThrow('at <.nope>: map has no entry for key "nope"');
});
