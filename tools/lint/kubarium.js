const message = (name) => `${name} depends on the machine: take time from Clock, chance from Random, and compare strings with <`;

/** Members of the ambient world that would make two runs of one seed differ. */
const ambientMembers = new Set(["Math.random", "Date.now", "performance.now"]);
const ambientMethods = new Set(["localeCompare", "toLocaleString", "toLocaleLowerCase", "toLocaleUpperCase", "toLocaleDateString", "toLocaleTimeString"]);

const noAmbient = {
  create: (context) => ({
    MemberExpression(node) {
      if (node.computed || node.property.type !== "Identifier") return;
      const method = node.property.name;
      const member = node.object.type === "Identifier" ? `${node.object.name}.${method}` : method;
      if (ambientMembers.has(member)) context.report({ node, message: message(member) });
      if (ambientMethods.has(method)) context.report({ node, message: message(method) });
    },
  }),
};

export default { meta: { name: "kubarium" }, rules: { "no-ambient": noAmbient } };
