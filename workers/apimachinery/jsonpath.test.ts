import { describe, expect, test } from "vitest";
import { JsonPath, relaxedTemplate } from "./jsonpath.ts";

const print = (template: string, data: unknown, allowMissingKeys = false) => new JsonPath(template).print(data, { allowMissingKeys });

const values = {
  flags: [true, false, true, false],
  whole: [1, 2, 3, 4],
  broken: [1, 2.2, 3.3, 4],
  words: ["one", "two", "three", "four"],
  mixed: [true, "one", 1, 1.1, null],
  maps: [{ name: "one", value: 1 }, { name: "two", value: 2.02 }, { name: "three", value: 3.03 }, { name: "four", value: 4.04 }],
};

describe("lists", () => {
  test.each([
    ["{ .flags }", "[true,false,true,false]"],
    ["{ .flags[0] }", "true"],
    ["{ .flags[-1] }", "false"],
    ["{ .flags[0:2] }", "true false"],
    ["{ .flags[:2] }", "true false"],
    ["{ .flags[:4:2] }", "true true"],
    ["{ .whole }", "[1,2,3,4]"],
    ["{ .whole[-2] }", "3"],
    ["{ .whole[1:] }", "2 3 4"],
    ["{ .whole[-2:] }", "3 4"],
    ["{ .whole[:-1] }", "1 2 3"],
    ["{ .whole[*] }", "1 2 3 4"],
    ["{ .whole[:] }", "1 2 3 4"],
    ["{ .whole[0,2] }", "1 3"],
    ["{ .whole[0, -1] }", "1 4"],
    ["{ .whole[2:2] }", ""],
    ["{ .whole[9:9] }", ""],
    ["{ .broken }", "[1,2.2,3.3,4]"],
    ["{ .broken[-2] }", "3.3"],
    ["{ .words }", '["one","two","three","four"]'],
    ["{ .words[0:2] }", "one two"],
    ["{ .words[:4:2] }", "one three"],
    ["{ .mixed }", '[true,"one",1,1.1,null]'],
    ["{ .mixed[:4:2] }", "true 1"],
    ["{ .mixed[4] }", "null"],
    ["{ .maps[0] }", '{"name":"one","value":1}'],
    ["{ .maps[0:2] }", '{"name":"one","value":1} {"name":"two","value":2.02}'],
    ["{ .maps[1::2] }", '{"name":"two","value":2.02} {"name":"four","value":4.04}'],
    ["{ .maps[::2].name }", "one three"],
    ["{ .maps[*].name }", "one two three four"],
    ["{ .maps[-1]['name'] }", "four"],
    ["{ .maps[0]['name', 'value'] }", "one 1"],
  ])("%s gives %s", (template, expected) => {
    expect(print(template, values)).toBe(expected);
  });

  test.each([
    ["{.whole[4]}", "array index out of bounds: index 4, length 4"],
    ["{.whole[-5]}", "array index out of bounds: index -1, length 4"],
    ["{.whole[0:5]}", "array index out of bounds: index 4, length 4"],
    ["{.whole[3:1]}", "starting index 3 is greater than ending index 1"],
    ["{.whole[::0]}", "step must be > 0"],
    ["{.whole[a]}", "invalid array index a"],
    ["{.whole[1:2:3:4]}", "invalid array index 1:2:3:4"],
    ["{.maps[0][0]}", "map[string]interface {} is not array or slice"],
    ["{.words[0][0]}", "string is not array or slice"],
    ["{.whole[0][0]}", "int64 is not array or slice"],
  ])("%s is refused: %s", (template, message) => {
    expect(() => print(template, values)).toThrow(message);
  });
});

const store = {
  name: "corner",
  book: [
    { category: "reference", author: "Rees", price: 8.95 },
    { category: "fiction", author: "Waugh", price: 12.99 },
    { category: "fiction", author: "Melville", price: 9 },
  ],
  bicycle: [
    { color: "red", price: 19.95, new: true },
    { color: "green", price: 20.01, new: false },
  ],
  labels: { engineer: 10, "web/html": 15, "k8s-app": 20 },
};

describe("fields, filters and text", () => {
  test.each([
    ["hello there", "hello there"],
    ["", ""],
    ["hello {.name}", "hello corner"],
    ["hello {$.name}!", "hello corner!"],
    ["{ .name }-{ @.name }", "corner-corner"],
    ["{$.labels.web/html}", "15"],
    ["{.labels.k8s-app}", "20"],
    ["{.labels['k8s-app']}", "20"],
    ["{.bicycle[*].color}", "red green"],
    ["{.book[*].author}", "Rees Waugh Melville"],
    ["{.book[-1:]}", '{"author":"Melville","category":"fiction","price":9}'],
    ["{..book[2].author}", "Melville"],
    ["{..price}", "19.95 20.01 8.95 12.99 9"],
    ["{...price}", "19.95 20.01 8.95 12.99 9"],
    ["{.bicycle[?(@.new==true)].color}", "red"],
    ["{.bicycle[?(@.new!=true)].color}", "green"],
    ['{.book[?(@.author=="Waugh")].price}', "12.99"],
    ["{.book[?(@.author=='Waugh')].price}", "12.99"],
    ['{.book[?(@.author!="Waugh")].author}', "Rees Melville"],
    ['{.book[?(@.author>"N")].author}', "Rees Waugh"],
    ["{.bicycle[?(@.price > 20.0)].color}", "green"],
    ["{.bicycle[?(@.price>=19.95)].color}", "red green"],
    ["{.bicycle[?(@.price<20.0)].color}", "red"],
    ["{.bicycle[?(@.missing)].color}", ""],
    ["{.book[?(@.category)].author}", "Rees Waugh Melville"],
    ['{.book[?(@.author=="a)b")].author}', ""],
    ['{"{"}', "{"],
    ["{'}'}", "}"],
    ['{"\\t"}', "\t"],
    ['{"a\\"b"}', 'a"b'],
    ["{'it\\'s'}", "it's"],
    ['{"\\u00e9\\x41\\101"}', "éAA"],
    ["{3}{-4}{2.5}", "3-42.5"],
    ["{true} {false}", "true false"],
    ["{.labels.*}", "10 20 15"],
    ["{range .bicycle[*]}{ \"{\" }{ @.* }{ \"} \" }{end}", "{red true 19.95} {green false 20.01} "],
    ["{range .bicycle[*]}{@.color}{\"\\n\"}{end}", "red\ngreen\n"],
    ["{range .book[*]}{.author}, {end}{.name}", "Rees, Waugh, Melville, corner"],
    ["{range .book[0:1]}{.price}{end}{range .bicycle[*]}+{.price}{end}", "8.95+19.95+20.01"],
  ])("%j prints %j", (template, expected) => {
    expect(print(template, store)).toBe(expected);
  });

  test.each([
    ["{hello}", "unrecognized identifier hello"],
    ["{.hello}", "hello is not found"],
    ["{.name.first}", "first is not found"],
    ["{.labels[0]}", "map[string]interface {} is not array or slice"],
    ["{.book[?(@.price<>10)]}", "unrecognized filter operator <>"],
    ["{.book[?(@.price==9)].author}", "incompatible types for comparison"],
    ["{.bicycle[?(@.new<true)]}", "invalid type for comparison"],
    ["{.book[?(@.*=='x')]}", "can only compare one element at a time"],
    ["{.labels[?(@.a)]}", "map[engineer:10 k8s-app:20 web/html:15] is not array or slice and cannot be filtered"],
    ["{range .labels.*}{@}{end}{end}", "not in range, nothing to end"],
    ["{.....price}", "invalid multiple recursive descent"],
  ])("%s fails with %s", (template, message) => {
    expect(() => print(template, store)).toThrow(message);
  });

  test.each([
    ["{.hello", "unclosed action"],
    ["{", "unclosed action"],
    ["{.a\n}", "unclosed action"],
    ["{.a[0}", "unterminated array"],
    ["{.a[?(@.b}", "unterminated filter"],
    ["{.a[?(@.b)}", "unclosed array expect ]"],
    ['{"abc}', "unterminated quoted string"],
    ['{"\\q"}', 'unquote string "\\q" error invalid syntax'],
    ["{#}", "unrecognized character in action: U+0023 '#'"],
    ["{1.2.3}", "cannot parse number 1.2.3"],
    ["{.a[-]}", "array index - is not a number"],
  ])("%j cannot be read: %s", (template, message) => {
    expect(() => new JsonPath(template)).toThrow(message);
  });
});

describe("objects of a cluster", () => {
  const nodes = {
    kind: "List",
    items: [
      {
        metadata: { name: "127.0.0.1", labels: { "kubernetes.io/hostname": "127.0.0.1" } },
        kind: "None",
        status: { capacity: { cpu: "4" }, ready: true, addresses: [{ type: "InternalIP", address: "127.0.0.1" }] },
      },
      {
        metadata: { name: "127.0.0.2", labels: { "kubernetes.io/hostname": "127.0.0.2" } },
        kind: "None",
        status: { capacity: { cpu: "8" }, ready: false, addresses: [{ type: "InternalIP", address: "127.0.0.2" }, { type: "another", address: "127.0.0.3" }] },
      },
    ],
    users: [{ name: "myself", user: {} }, { name: "e2e", user: { username: "admin", password: "secret" } }],
  };

  test.each([
    ["{range .items[*]}{.metadata.name}, {end}{.kind}", "127.0.0.1, 127.0.0.2, List"],
    ['{range .items[*]}{.metadata.name}{"\\t"}{end}', "127.0.0.1\t127.0.0.2\t"],
    ["{.items[*].status.addresses[*].address}", "127.0.0.1 127.0.0.2 127.0.0.3"],
    ["{range .items[*]}{range .status.addresses[*]}{.address}, {end}{end}", "127.0.0.1, 127.0.0.2, 127.0.0.3, "],
    ["{range .items[*]}{.metadata.name}:{range .status.addresses[*]}{.type},{end};{end}", "127.0.0.1:InternalIP,;127.0.0.2:InternalIP,another,;"],
    ["{.items[*]['metadata.name', 'status.capacity']}", '127.0.0.1 127.0.0.2 {"cpu":"4"} {"cpu":"8"}'],
    ["{range .items[*]}[{.metadata.name}, {.status.capacity}] {end}", '[127.0.0.1, {"cpu":"4"}] [127.0.0.2, {"cpu":"8"}] '],
    ['{.users[?(@.name=="e2e")].user.password}', "secret"],
    ["{.items[0].metadata.labels.kubernetes\\.io/hostname}", "127.0.0.1"],
    ['{.items[?(@.metadata.labels.kubernetes\\.io/hostname=="127.0.0.1")].kind}', "None"],
    ["{.items[?(@..ready==true)].metadata.name}", "127.0.0.1"],
    ['{.items[*].status.addresses[?(@.type=="InternalIP")].address}', "127.0.0.1 127.0.0.2"],
    ["{..name}", "127.0.0.1 127.0.0.2 myself e2e"],
  ])("%s gives %j", (template, expected) => {
    expect(print(template, nodes)).toBe(expected);
  });

  test("with missing keys allowed nothing is printed for them", () => {
    expect(print("before-{.hello}after", nodes, true)).toBe("before-after");
    expect(print("{.items[*].metadata.annotations.x}", nodes, true)).toBe("");
    expect(print('{range .items[*]}{.spec.nodeName}{"|"}{end}', nodes, true)).toBe("||");
  });

  test("an empty range prints nothing and goes on behind its end", () => {
    expect(print('{range .items[*]}{.metadata.name}{":"}{range @.spec.containers[*]}{.name}{","}{end}{"+"}{end}{.kind}', { items: [], kind: "List" }, true)).toBe("List");
    expect(print("{range .items[*]}{.metadata.name}{end}", { items: [] })).toBe("");
  });

  test("results as JSON are one indented list", () => {
    const path = new JsonPath("{.users[*].name}");
    expect(path.print(nodes, { allowMissingKeys: false, asJson: true })).toBe('[\n    "myself",\n    "e2e"\n]\n');
  });

  test("keys of printed objects are in order, and HTML is escaped as Go does", () => {
    expect(print("{.a}", { a: { z: 1, b: { y: "<&>", x: [1] } } })).toBe('{"b":{"x":[1],"y":"\\u003c\\u0026\\u003e"},"z":1}');
  });

  test("find gives the values of each expression", () => {
    expect(new JsonPath("{.kind}{.users[*].name}").find(nodes, false)).toEqual([["List"], ["myself", "e2e"]]);
  });
});

describe("relaxed paths of column definitions", () => {
  test.each([
    ["metadata.name", "{.metadata.name}"],
    [".metadata.name", "{.metadata.name}"],
    ["{metadata.name}", "{.metadata.name}"],
    ["{.metadata.name}", "{.metadata.name}"],
    ["{.items[*].name}", "{.items[*].name}"],
    ["", ""],
  ])("%j means %j", (path, template) => {
    expect(relaxedTemplate(path)).toBe(template);
  });

  test.each(["{.a}{.b}", "{a", "a}"].map((path) => [path]))("%j is refused", (path) => {
    expect(() => relaxedTemplate(path)).toThrow("unexpected path string, expected a 'name1.name2'");
  });
});
