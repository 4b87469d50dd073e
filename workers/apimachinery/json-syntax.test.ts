import { expect, test } from "vitest";
import { parseJson } from "./json-parse.ts";
import { jsonSyntaxError } from "./json-syntax.ts";

test.each([
  ["", "unexpected end of JSON input"],
  ["{", "unexpected end of JSON input"],
  ["[", "unexpected end of JSON input"],
  ['{"a"', "unexpected end of JSON input"],
  ['{"a":', "unexpected end of JSON input"],
  ['{"a":1', "unexpected end of JSON input"],
  ['{"a":1,', "unexpected end of JSON input"],
  ["[1,", "unexpected end of JSON input"],
  ['"abc', "unexpected end of JSON input"],
  ['"abc\\', "unexpected end of JSON input"],
  ["tru", "unexpected end of JSON input"],
  ["-", "unexpected end of JSON input"],
  ["1.", "unexpected end of JSON input"],
  ["hello", "invalid character 'h' looking for beginning of value"],
  ["<a>", "invalid character '<' looking for beginning of value"],
  ["'a'", "invalid character '\\'' looking for beginning of value"],
  ["[1,]", "invalid character ']' looking for beginning of value"],
  ['{"a":}', "invalid character '}' looking for beginning of value"],
  ["{a:1}", "invalid character 'a' looking for beginning of object key string"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ['{"a":1;', "invalid character ';' after object key:value pair"],
  ["[1 2]", "invalid character '2' after array element"],
  ["{} {}", "invalid character '{' after top-level value"],
  ["01", "invalid character '1' after top-level value"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ["trux", "invalid character 'x' in literal true (expecting 'e')"],
  ["nul!", "invalid character '!' in literal null (expecting 'l')"],
  ["fa1", "invalid character '1' in literal false (expecting 'l')"],
  ["-a", "invalid character 'a' in numeric literal"],
  ["1.x", "invalid character 'x' after decimal point in numeric literal"],
  ["1e+x", "invalid character 'x' in exponent of numeric literal"],
  ["é", "invalid character 'é' looking for beginning of value"],
])("%j: %s", (text, message) => {
  expect(jsonSyntaxError(text).message).toBe(message);
  expect(() => parseJson(text)).toThrow(message);
});

test.each(['{"a":[1,-0.5e+3,"x\\u00e9\\n",true,false,null,{}]}', "[]", " 1 ", '"a"'].map((text) => [text]))("nothing is wrong with %j", (text) => {
  expect(jsonSyntaxError(text).message).toBe("invalid JSON");
  expect(() => parseJson(text)).not.toThrow();
});
