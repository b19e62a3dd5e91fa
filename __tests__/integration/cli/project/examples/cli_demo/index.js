exports.User = require('./user.entity').User;
exports.Post = require('./post.entity').Post;
